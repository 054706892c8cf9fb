/** A fault planted into the compiled backend, or a package below it; the runs must find the fault. */
export interface Mutant {
  readonly name: string;
  /** The backend when left out. */
  readonly workspace?: "packages/pipeline";
  /** Below `dist` of the workspace. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

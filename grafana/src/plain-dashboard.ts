/** What is read of Grafana's classic JSON. */
export interface PlainPanel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly datasource?: { readonly uid: string };
  readonly gridPos: {
    readonly x: number;
    readonly y: number;
    readonly w: number;
    readonly h: number;
  };
  readonly links?: readonly { readonly url?: string }[];
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string } };
  readonly options?: {
    readonly yAxis?: { readonly unit?: string };
    readonly mode?: string;
  };
  readonly targets?: readonly PlainTarget[];
}

export interface PlainTarget {
  readonly refId: string;
  readonly expr: string;
  readonly legendFormat: string;
  readonly datasource?: { readonly uid: string };
}

export interface PlainDashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly PlainPanel[];
  readonly templating: { readonly list?: readonly { readonly name: string }[] };
}

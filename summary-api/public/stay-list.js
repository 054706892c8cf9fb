/**
 * A stay of the API; stays of the live stream have `corrected` instead of `corrections`.
 * @typedef {object} Stay
 * @property {string} stay_id
 * @property {number} revision
 * @property {"closed" | "void"} status
 * @property {string} lot_id
 * @property {string} vehicle_plate
 * @property {string} exit_plate
 * @property {string} exit_event_id
 * @property {string} [entry_event_id]
 * @property {string} [entry_date_time]
 * @property {string} exit_date_time
 * @property {number} [duration_seconds]
 * @property {number} [corrections]
 * @property {boolean} [corrected]
 */

/**
 * A form of the searched plate, and the lots in which stays have it.
 * @typedef {object} SoughtPlate
 * @property {string} vehicle_plate
 * @property {readonly string[]} [only_lots]
 * @property {readonly string[]} [except_lots]
 */

/** The newest stays of the current search: those loaded, and those that the stream sent since. */
export class StayList {
  #limit;
  /** @type {Map<string, Stay>} */
  #stays = new Map();
  #searched = "";
  /** The forms of the searched plate. They depend on lots and keys, so the API sends them with its answer; before that, no stay of the stream is shown.
   * @type {readonly SoughtPlate[] | undefined} */
  #plates;
  #lot = "";
  /** Stays that the stream sent during a request, whose answer may be older.
   * @type {Stay[] | undefined} */
  #meanwhile;
  #load = 0;

  /** @param {number} limit */
  constructor(limit) {
    this.#limit = limit;
  }

  /**
   * A load begins; answers to earlier ones no longer count.
   * @param {{ plate: string, lot: string }} wanted a plate in any spelling, a lot; empty for all
   * @returns {(stays?: readonly Stay[], plates?: readonly SoughtPlate[]) => boolean} takes the answer, or
   *   that there is none; false when nobody waits for it any more
   */
  load({ plate, lot }) {
    if (plate !== this.#searched) this.#plates = undefined;
    this.#searched = plate;
    this.#lot = lot;
    this.#meanwhile ??= []; // stays that came during an earlier, unfinished load are kept, too
    const load = (this.#load += 1);
    return (stays, kept) => {
      if (kept !== undefined && plate === this.#searched) this.#plates = kept;
      if (load !== this.#load) return false;
      const meanwhile = this.#meanwhile ?? [];
      this.#meanwhile = undefined;
      if (stays !== undefined) this.#stays = new Map(stays.map((stay) => [stay.stay_id, stay]));
      this.#put(meanwhile);
      return true;
    };
  }

  /** @param {readonly Stay[]} stays of the stream */
  take(stays) {
    this.#meanwhile?.push(...stays);
    this.#put(stays);
    if (this.#stays.size > 10 * this.#limit) this.newest(); // drops old stays also while nothing is drawn
  }

  /** Number of stays in memory, more than are shown. */
  get size() {
    return this.#stays.size;
  }

  /** @returns {readonly Stay[]} newest exit first */
  newest() {
    const stays = newest([...this.#stays.values()], this.#limit);
    this.#stays = new Map(stays.map((stay) => [stay.stay_id, stay]));
    return stays;
  }

  /** @param {readonly Stay[]} stays */
  #put(stays) {
    for (const stay of stays) {
      const known = this.#stays.get(stay.stay_id);
      if (known !== undefined && known.revision >= stay.revision) continue;
      if (this.#isWanted(stay)) this.#stays.set(stay.stay_id, stay);
      else this.#stays.delete(stay.stay_id); // a correction gave it another plate
    }
  }

  /** @param {Stay} stay */
  #isWanted({ vehicle_plate: plate, lot_id: lot }) {
    const isPlate =
      this.#searched === "" ||
      this.#plates?.some(
        ({ vehicle_plate, only_lots, except_lots }) =>
          vehicle_plate === plate &&
          only_lots?.includes(lot) !== false &&
          except_lots?.includes(lot) !== true,
      );
    return isPlate === true && (this.#lot === "" || this.#lot === lot);
  }
}

/**
 * The first stays in the order of the API.
 * @param {readonly Stay[]} stays
 * @param {number} limit
 */
function newest(stays, limit) {
  return stays.toSorted((a, b) => compare(b, a)).slice(0, limit);
}

/** @param {Stay} a @param {Stay} b */
function compare(a, b) {
  const [left, right] =
    a.exit_date_time === b.exit_date_time
      ? [a.stay_id, b.stay_id]
      : [a.exit_date_time, b.exit_date_time];
  return left < right ? -1 : Number(left > right);
}

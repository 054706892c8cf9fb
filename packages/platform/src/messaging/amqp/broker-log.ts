/** The part of a logger that the adapter uses. */
export interface BrokerLog {
  warn(fields: object, message: string): void;
  info(fields: object, message: string): void;
}

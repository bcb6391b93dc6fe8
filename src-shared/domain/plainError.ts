/**
 * An error whose message is meant for the reader: it says what is wrong, names the file and the field, and says what to do.
 * It is shown as it stands in the window and on the command line; it never holds a patient's name, date or UID.
 */
export class PlainError extends Error {
  override readonly name = "PlainError";
}

/** Letters that Unicode does not take apart but that readers type without their strokes. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: "ss",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  æ: "ae",
  œ: "oe",
  ı: "i",
  ς: "σ",
};

/**
 * Text as it is searched and sorted: lower case, without accents, full-width and half-width forms as one, a name's delimiters as spaces.
 * Voiced kana stay apart (が is not か).
 */
export function foldText(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/[\p{Mn}--[\u3099\u309a]]/gv, "")
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[ßøłđðþæœıς]/g, (letter) => plainLetters[letter]!)
    .replace(/[\s^=,]+/g, " ")
    .trim();
}

/** Letters and digits of codes: without vowels and what looks alike (0 O, 1 I L), so that no code is a word or taken for a number. */
export const codeAlphabet = "23456789BCDFGHJKMNPQRSTVWXZ";

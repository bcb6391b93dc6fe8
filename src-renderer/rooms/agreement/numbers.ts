/** Numbers as this room shows them: as the report prints them. */
export { fixed, interval, pValue, sized } from "#shared/domain/numbersInWords.ts";

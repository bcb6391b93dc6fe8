/**
 * Whole years from a birth date to a day, both YYYY-MM-DD: the years between the two dates, less one before the birthday of that year. Null where a date is
 * missing or the birth lies after the day.
 */
export function ageAt(birthDate: string | null, day: string | null): number | null {
  if (birthDate === null || day === null || birthDate > day) return null;
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

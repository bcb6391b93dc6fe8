import type { Protocol } from "./protocolShape.ts";

/** The pictures that a protocol names, each with where it does, in words. */
export function namedPictures({
  regions,
  gradePictures = [],
}: Pick<Protocol, "regions" | "gradePictures">): { name: string; where: string }[] {
  return [
    ...regions.flatMap((region) =>
      region.drawingRules.flatMap(({ picture }, at) =>
        picture === null ? [] : [{ name: picture, where: `region "${region.name}", drawing rule ${at + 1}` }],
      ),
    ),
    ...gradePictures.map(({ scale, grade, picture }) => ({ name: picture, where: `picture of grade ${grade} of the scale "${scale}"` })),
  ];
}

/** What a protocol says of pictures of grades that contradicts its forms, in words. */
export function gradePictureProblems({ forms, gradePictures = [] }: Pick<Protocol, "forms" | "gradePictures">): string[] {
  const scales = forms.flatMap((form) => form.scales);
  return gradePictures.flatMap(({ scale, grade }, at) => [
    ...(scales.some(({ id, grades }) => id === scale && grades.some(({ value }) => value === grade))
      ? []
      : [`pictures of grades: the forms have no grade ${grade} of a scale "${scale}"`]),
    ...(gradePictures.findIndex((each) => each.scale === scale && each.grade === grade) === at
      ? []
      : [`pictures of grades: grade ${grade} of the scale "${scale}" has more than one`]),
  ]);
}

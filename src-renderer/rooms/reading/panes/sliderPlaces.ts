/** The ends of the slider of slices, pixels from the top and the bottom. */
const sliderEnds = 48;

/** How far from the right, in pixels, marks beside the slider are. */
export const besideSlider = 20;

/** How far down the slider a slice is, in pixels of a viewport of some height. */
export function placeOnSlider(slice: number, sliceCount: number, height: number): number {
  return sliderEnds + ((height - 2 * sliderEnds) * slice) / Math.max(1, sliceCount - 1);
}

import { muscleLabel } from "../../src-main/services/sample/index.ts";
import { outline, rectus, shownSlice, type Shot, type Thigh } from "./thighPage.ts";

const [intermedius, gracilis] = [muscleLabel("VIN", "right"), muscleLabel("GR", "right")];
const nothing: Shot["drawn"] = () => 0;
/** The rectus femoris, with the fat in the middle of it: contours of a muscle leave that in. */
const isFat = (column: number, row: number) => column > 86 && column < 97 && row > 66 && row < 73;
const whole: Shot["drawn"] = (label, column, row, slice) =>
  slice === shownSlice && (label === rectus || (label === 0 && isFat(column, row))) ? rectus : 0;
const front = [92, 72] as const;
const femur = [79, 88] as const;
const fromFemur = (column: number, row: number) => Math.hypot(column - femur[0], row - femur[1]);
/** Along the dark bone about the marrow. */
const aboutFemur = Array.from({ length: 25 }, (_, at) => {
  const angle = (at * Math.PI) / 12;
  return [femur[0] + 8.7 * Math.cos(angle), femur[1] + 8.7 * Math.sin(angle)] as const;
});

const key = async ({ page }: Thigh, ...keys: readonly string[]) => {
  for (const each of keys) await page.keyboard.press(each);
};
const held = async ({ page }: Thigh, name: "Shift" | "Alt", act: () => Promise<void>) => {
  await page.keyboard.down(name);
  await act();
  await page.keyboard.up(name);
};

/** The pictures of docs/drawing.md; the brush within a range comes last, since the circle stays as large as it makes it. */
export const toolShots: readonly Shot[] = [
  {
    name: "brush",
    drawn: (label, column, row, slice) => (column < 89 ? whole(label, column, row, slice) : 0),
    middle: front,
    use: async (thigh) => {
      await key(thigh, "b");
      await thigh.press([88, 67], [92, 66], [96, 66]);
    },
  },
  {
    name: "eraser",
    drawn: (label, column, row, slice) =>
      slice === shownSlice && label === intermedius && row < 78 ? rectus : whole(label, column, row, slice),
    middle: front,
    use: async (thigh) => {
      await key(thigh, "e");
      await thigh.press([67, 75], [74, 72.5], [80, 72]);
    },
  },
  {
    name: "freehand",
    drawn: nothing,
    middle: front,
    use: async (thigh) => {
      await key(thigh, "f");
      await thigh.press(...outline(rectus, 180, 460, 40));
    },
  },
  {
    name: "polygon",
    drawn: nothing,
    middle: front,
    use: async (thigh) => {
      await key(thigh, "g");
      for (const corner of outline(rectus, 180, 400, 7)) await thigh.drag(corner);
      await thigh.move(...outline(rectus, 400, 450, 2));
    },
  },
  {
    name: "threshold",
    drawn: nothing,
    middle: front,
    use: async (thigh) => {
      await key(thigh, "Shift+T");
      await thigh.drag([86, 64], [98, 71]);
      await thigh.page.getByTestId("voxel-preview").waitFor();
    },
  },
  {
    name: "region-growing",
    drawn: nothing,
    middle: [92, 84],
    use: async (thigh) => {
      await key(thigh, "Shift+W");
      await thigh.press(femur, [femur[0], femur[1] - 4]);
      await thigh.page.getByTestId("voxel-preview").waitFor();
    },
  },
  {
    name: "edit-contour",
    drawn: whole,
    middle: front,
    use: async (thigh) => {
      await key(thigh, "a");
      const [start] = outline(rectus, 60, 60, 2);
      await thigh.press(start!, [start![0] + 3, start![1] + 6]);
    },
  },
  {
    name: "move",
    drawn: whole,
    middle: front,
    use: async (thigh) => {
      await key(thigh, "Shift+M");
      await thigh.press([92, 67], [96, 71], [98, 74]);
    },
  },
  {
    name: "mirror",
    drawn: (label, _column, _row, slice) => (slice === shownSlice && label === gracilis ? rectus : 0),
    middle: [160, 118],
    use: async (thigh) => {
      await key(thigh, "Shift+R");
      await thigh.drag([159.5, 98], [159.5, 138]);
    },
  },
  {
    name: "fill-between",
    drawn: (label, _column, _row, slice) => (label === rectus && (slice === shownSlice - 2 || slice === shownSlice + 2) ? label : 0),
    middle: front,
    use: async (thigh) => {
      await key(thigh, "Shift+B");
      await thigh.page.getByText(/1 segment proposed on slices/).waitFor();
    },
  },
  {
    name: "fit-to-image",
    drawn: (label, _column, _row, slice) => (label === rectus && (slice === shownSlice - 2 || slice === shownSlice + 2) ? label : 0),
    middle: front,
    use: async (thigh) => {
      await key(thigh, "Shift+B");
      await thigh.page.getByLabel("Fit to the image").check();
      await thigh.page.getByText(/^Least certain: /).waitFor();
    },
  },
  {
    name: "livewire",
    drawn: nothing,
    middle: front,
    use: async (thigh) => {
      await key(thigh, "Shift+I");
      for (const seed of outline(rectus, 180, 330, 3)) await thigh.drag(seed);
      await thigh.move(...outline(rectus, 340, 420, 6));
    },
  },
  {
    name: "seeds",
    drawn: (label, column, row, slice) =>
      slice === shownSlice && label === intermedius && Math.abs(fromFemur(column, row) - 12.5) < 1 ? label : 0,
    middle: [86, 78],
    use: async (thigh) => {
      await key(thigh, "Shift+D");
      await thigh.drag([86, 67], [98, 67]);
      await held(thigh, "Shift", async () => {
        await thigh.drag([70, 60], [84, 54], [100, 54]);
        await thigh.drag(...aboutFemur);
        await thigh.drag([110, 80], [110, 92]);
      });
    },
  },
  { name: "grow", drawn: whole, middle: front, use: (thigh) => thigh.effect("Grow", { Margin: "4" }) },
  {
    name: "margin",
    drawn: (label, column, row, slice) => (label === gracilis && slice === shownSlice ? label : whole(label, column, row, slice)),
    middle: front,
    use: (thigh) => thigh.effect("Margin to segment", { "Goes to": "gracilis, right", Margin: "5" }),
  },
  {
    name: "smooth",
    drawn: (label, column, row, slice) =>
      Math.hypot((column - 92) / 12, (row - 67.5) / 8) > 0.7 && column % 8 < 2 ? 0 : whole(label, column, row, slice),
    middle: front,
    use: (thigh) => thigh.effect("Smooth", { How: "Median", Radius: "3" }),
  },
  {
    name: "islands",
    drawn: (label, column, row, slice) =>
      slice === shownSlice && label === intermedius && column % 9 < 3 && row % 8 < 3 ? rectus : whole(label, column, row, slice),
    middle: front,
    use: (thigh) => thigh.effect("Islands", { Islands: "Keep the largest" }),
  },
  {
    name: "fill-holes",
    drawn: (label, column, row, slice) =>
      [
        [87, 66, 2],
        [92, 70, 1],
        [97, 66, 3],
      ].some(([x, y, radius]) => Math.hypot(column - x!, row - y!) <= radius!)
        ? 0
        : whole(label, column, row, slice),
    middle: front,
    use: (thigh) => thigh.effect("Fill holes"),
  },
  {
    name: "combine",
    drawn: (label, column, row, slice) => (label === intermedius && slice === shownSlice ? label : whole(label, column, row, slice)),
    middle: front,
    use: (thigh) => thigh.effect("Combine", { How: "Subtract it", Segment: "vastus intermedius, right", "Grown by": "3" }),
  },
  {
    name: "range-brush",
    drawn: nothing,
    middle: front,
    use: async (thigh) => {
      await key(thigh, "t", "]", "]", "]", "]");
      await held(thigh, "Alt", () => thigh.drag([88, 64], [98, 71]));
      await thigh.press([86, 66], [97, 66]);
    },
  },
];

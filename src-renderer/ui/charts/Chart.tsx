import { ActionIcon, Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { printTheme, screenTheme, type ChartOption, type ChartTheme } from "#shared/charts/chartTheme.ts";
import { saveBlob } from "../saveBlob.ts";
import classes from "./Chart.module.css";

interface Props {
  /** What it shows, for readers of screens. */
  readonly label: string;
  /** The chart in a theme: of the window here, of paper in files. The same function as long as it is the same chart. */
  readonly make: (theme: ChartTheme, isSmall: boolean) => ChartOption;
  /** A chart without words of its own, as what stands around it explains it. Its files are whole. */
  readonly isSmall?: boolean;
  /** Pixels. */
  readonly height: number;
  /** Of its files, without the ending. */
  readonly fileName: string;
  /** Told the name of a point that is clicked. The same function for all of the chart's life. */
  readonly onPoint?: (name: string) => void;
}

/** Loaded when the first chart is drawn: the library is large. */
const load = () => import("./openChart.ts");
/** Pixels of a chart in a file. */
const [fileWidth, fileHeight] = [640, 400];

/** A chart of src-shared/charts in the window's colours, which can be saved as PNG and SVG in those of paper. */
export function Chart({ label, make, isSmall = false, height, fileName, onPoint }: Props) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const place = element.current;
    if (!place) return undefined;
    let isOver = false;
    let close = () => {
      isOver = true;
    };
    void (async () => {
      const { openChart } = await load();
      if (isOver) return;
      const chart = openChart(place, onPoint);
      close = chart.close;
      chart.draw(onScreen(make(screenTheme, isSmall)));
      place.dataset["drawn"] = "true";
    })();
    return () => close();
  }, [make, isSmall, onPoint]);

  const save = async (format: "png" | "svg") => {
    const { chartFile } = await load();
    saveBlob(await chartFile(make(printTheme, false), fileWidth, Math.max(fileHeight, height), format), `${fileName}.${format}`);
  };
  return (
    <div className={classes.chart}>
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- the library puts its canvas into it. */}
      <div ref={element} role="img" aria-label={label} style={{ height }} data-clickable={onPoint ? true : undefined} />
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon className={classes.save} size="sm" aria-label={`Save the chart: ${label}`}>
            <IconDownload size={14} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => void save("png")}>PNG, for paper</Menu.Item>
          <Menu.Item onClick={() => void save("svg")}>SVG, for paper</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

/** The tooltip as a part of the picture: one in HTML would need styles that the Content-Security-Policy refuses. */
function onScreen(option: ChartOption): ChartOption {
  const tooltip = option["tooltip"] as ChartOption | undefined;
  if (!tooltip) return option;
  return {
    ...option,
    tooltip: {
      ...tooltip,
      renderMode: "richText",
      backgroundColor: "#1b2129",
      borderColor: screenTheme.line,
      textStyle: { color: screenTheme.text, fontSize: 12 },
    },
  };
}

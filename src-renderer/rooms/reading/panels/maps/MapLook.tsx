import { Button, Group, Select, Slider, Switch, Text } from "@mantine/core";
import { colourTables, gradientOf } from "../../../../viewer/colourTables.ts";
import { formatValue } from "../../../../ui/format.ts";
import type { MapDesk } from "../../maps/mapDesk.ts";
import { NumberField } from "../../../../ui/NumberField.tsx";
import { useObservable } from "../../../../ui/observable.ts";
import classes from "./MapsPanel.module.css";

/** How the map over the images looks: on or off, opacity, colours and their range. */
export function MapLook({ maps }: { maps: MapDesk }) {
  const { shown, isHidden, opacity, colours, low, high } = useObservable(maps.state);
  if (!shown) return null;
  const { spread } = shown;
  const setRange = (range: { low?: number; high?: number }) => maps.state.patch(range);
  return (
    <section className={classes.look} aria-label="Look of the map">
      <Switch label="Shown over the image (M)" checked={!isHidden} onChange={() => maps.toggle()} />
      <div className={classes.row}>
        <span className={classes.label}>Opacity</span>
        <Slider
          className={classes.grow}
          label={null}
          min={0}
          max={100}
          value={Math.round(opacity * 100)}
          thumbLabel="Opacity of the map"
          onChange={(percent) => maps.look({ opacity: percent / 100 })}
        />
        <span className={classes.value} data-testid="map-opacity">
          {Math.round(opacity * 100)} %
        </span>
      </div>
      <div className={classes.row}>
        <span className={classes.label}>Colours</span>
        <Select
          className={classes.grow}
          aria-label="Colours of the map"
          allowDeselect={false}
          data={[...colourTables]}
          value={colours}
          onChange={(value) => value && maps.look({ colours: value })}
          leftSectionWidth={46}
          leftSection={<span className={classes.gradient} style={{ background: gradientOf(colours, "to right") }} />}
        />
      </div>
      {spread ? (
        <>
          <div className={classes.row}>
            <span className={classes.label}>Range</span>
            <NumberField
              className={classes.grow}
              aria-label="Value of the first colour"
              hideControls
              value={Number(low.toPrecision(6))}
              onChange={(value) => setRange({ low: value })}
            />
            <NumberField
              className={classes.grow}
              aria-label="Value of the last colour"
              hideControls
              value={Number(high.toPrecision(6))}
              onChange={(value) => setRange({ high: value })}
            />
          </div>
          {high < low && (
            <Text size="xs" c="var(--warning)" role="note">
              The first colour's value must be the smaller one.
            </Text>
          )}
          <Group gap={6} grow>
            <Button
              variant="default"
              size="compact-xs"
              title={`${formatValue(spread.percentile2)} to ${formatValue(spread.percentile98)}`}
              onClick={() => setRange({ low: spread.percentile2, high: spread.percentile98 })}
            >
              2 to 98 %
            </Button>
            <Button
              variant="default"
              size="compact-xs"
              title={`${formatValue(spread.minimum)} to ${formatValue(spread.maximum)}`}
              onClick={() => setRange({ low: spread.minimum, high: spread.maximum })}
            >
              All values
            </Button>
          </Group>
        </>
      ) : (
        <Text size="xs" c="var(--warning)" role="note">
          The feature is undefined at every voxel of this segment.
        </Text>
      )}
    </section>
  );
}

import { ActionIcon, Menu } from "@mantine/core";
import { IconDots, IconDownload, IconTrash } from "@tabler/icons-react";
import type { FeatureMap } from "#shared/domain/featureMap.ts";
import type { Segmentation } from "#shared/domain/segment.ts";
import { addresses } from "../../../../client/addresses.ts";
import { formatMoment } from "../../../../ui/format.ts";
import { shortName } from "#shared/domain/featureNames.ts";
import { settingsInWords } from "../../../../settings/imageTypeWords.ts";
import classes from "./MapsPanel.module.css";

interface Props {
  readonly maps: readonly FeatureMap[];
  readonly segmentation: Segmentation;
  readonly shownId: string | null;
  /** The one shown is put away by the same press. */
  readonly onShow: (map: FeatureMap) => void;
  readonly onRemove: (map: FeatureMap) => void;
}

/** What a map says of itself: "radius 1, bin width 25, 3D". */
function howInWords(map: FeatureMap): string {
  return [`radius ${map.kernelRadius}`, ...(map.maskedKernel ? [] : ["unmasked"]), settingsInWords(map.settings)].join(", ");
}

/** Where a map came from, for its title: all that is kept with it. */
function provenanceInWords(map: FeatureMap): string {
  return [
    map.name,
    `${map.segmentName}, revision ${map.segmentationRevision}`,
    `Reader ${map.reader}, ${formatMoment(map.createdAt)}`,
    `Settings ${map.settingsHash.slice(0, 12)}, engine ${map.engineVersion}`,
    `${map.valuedVoxels} voxels${map.undefinedVoxels > 0 ? `, undefined at ${map.undefinedVoxels} more` : ""}`,
  ].join("\n");
}

/** The maps of a segmentation: a press shows one, its menu saves or removes it. */
export function MapList({ maps, segmentation, shownId, onShow, onRemove }: Props) {
  return (
    <ul className={classes.list} aria-label="Feature maps">
      {maps.map((map) => {
        const segment = segmentation.segments.find(({ number }) => number === map.segmentNumber);
        return (
          <li key={map.id} className={classes.item} data-shown={map.id === shownId || undefined}>
            <button
              type="button"
              className={classes.show}
              aria-pressed={map.id === shownId}
              title={provenanceInWords(map)}
              onClick={() => onShow(map)}
            >
              <span className={classes.mapName}>
                <span className={classes.swatch} style={{ background: segment?.color ?? "transparent" }} aria-hidden />
                <b>{shortName(map.name)}</b>
              </span>
              <span className={classes.how}>
                {map.segmentName}; {howInWords(map)}
              </span>
              {map.segmentationRevision < segmentation.revision && (
                <span className={classes.outdated}>The segmentation has changed since.</span>
              )}
            </button>
            <Menu position="bottom-end" withinPortal>
              <Menu.Target>
                <ActionIcon aria-label={`More about the map ${shortName(map.name)} of ${map.segmentName}`}>
                  <IconDots size={17} stroke={1.6} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item leftSection={<IconDownload size={15} />} component="a" href={addresses.exportedMap(map.id, "nrrd")} download>
                  Save as NRRD
                </Menu.Item>
                <Menu.Item leftSection={<IconDownload size={15} />} component="a" href={addresses.exportedMap(map.id, "nii.gz")} download>
                  Save as NIfTI
                </Menu.Item>
                <Menu.Divider />
                <Menu.Item leftSection={<IconTrash size={15} />} color="red" onClick={() => onRemove(map)}>
                  Remove this map
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </li>
        );
      })}
    </ul>
  );
}

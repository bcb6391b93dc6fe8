import type { ReadingLacks } from "#shared/api/reading.ts";
import type { Answers } from "#shared/domain/project/answer.ts";
import { fieldsToDecide, type ConsensusAsked } from "#shared/domain/project/consensus.ts";
import { cellInWords, formCells } from "#shared/domain/project/formCells.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import { segmentsToDraw } from "#shared/domain/project/segmentsToDraw.ts";
import type { LevelSlices } from "../readings/levelSlices.ts";
import { lacksOfReading, type DrawnLabels } from "../readings/lacksOfReading.ts";
import type { AdjudicationImageRow } from "./adjudicationTables.ts";

interface Consensus {
  readonly protocol: Protocol;
  readonly asked: ConsensusAsked;
  readonly images: readonly AdjudicationImageRow[];
  readonly levels: ReadonlyMap<string, readonly LevelSlices[]>;
  readonly a: Answers;
  readonly b: Answers;
  readonly decided: Answers;
}

/**
 * What a consensus lacks: of the images that are drawn anew what the protocol has drawn, or at least something; and of the fields on which the readings
 * differ, texts that may be left empty apart, those that nobody decided yet.
 */
export function lacksOfConsensus({ protocol, asked, images, levels, a, b, decided }: Consensus, drawnLabels: DrawnLabels): ReadingLacks {
  const isAsked = ({ region, role }: { region: string; role: string }) =>
    asked.drawings.some((each) => each.region === region && each.role === role);
  const { drawings } = lacksOfReading({ protocol, images, answers: new Map(), levels }, drawnLabels);
  const empty = images.filter(isAsked).filter(({ segmentationId }) => segmentationId === null || drawnLabels(segmentationId).size === 0);
  const cells = protocol.forms.flatMap((form) => formCells(form, protocol.regions));
  const differing = fieldsToDecide(
    cells.map(({ key }) => key),
    a,
    b,
  );
  return {
    levels: [],
    drawings: [
      ...drawings.filter(isAsked),
      ...empty
        .filter(({ region, role }) => !drawings.some((each) => each.region === region && each.role === role))
        .flatMap((image) => nothingDrawn(protocol, image)),
    ],
    answers:
      asked.scores.length === 0
        ? []
        : cells
            .filter(({ key, item }) => differing.includes(key) && !decided.has(key) && (item.isRequired || item.kind.type !== "text"))
            .map(cellInWords),
  };
}

function nothingDrawn({ regions }: Protocol, { region: id, role: roleId }: AdjudicationImageRow): ReadingLacks["drawings"] {
  const region = regions.find((each) => each.id === id)!;
  const role = region.roles.find((each) => each.id === roleId)!;
  const segment = segmentsToDraw(region.drawing)[0]!.name;
  return [{ region: id, role: roleId, level: null, segment, words: `anything, ${region.name}, ${role.name}` }];
}

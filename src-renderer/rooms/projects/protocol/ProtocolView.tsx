import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import { shownInWords } from "#shared/domain/project/blindingWords.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import type { Region } from "#shared/domain/project/region.ts";
import { markInWords } from "#shared/domain/project/trainingMark.ts";
import { settingsInWords } from "../../../settings/imageTypeWords.ts";
import { formatSeconds } from "../../../ui/format.ts";
import {
  adjudicationInWords,
  drawingInWords,
  featuresInWords,
  formInWords,
  layoutInWords,
  passInWords,
  ruleInWords,
  windowInWords,
} from "./protocolWords.ts";
import classes from "../Projects.module.css";
import own from "./Protocol.module.css";

interface Props {
  readonly protocol: Protocol;
  readonly version: number;
  readonly isFrozen: boolean;
}

/** A protocol in words. */
export function ProtocolView({ protocol, version, isFrozen }: Props) {
  const { description, regions, forms, passes, readerCount, scoring, blinding, completeness, passMark, idleAfterSeconds, agreement } =
    protocol;
  const shown = shownInWords(blinding);
  const { icc, kappaWeightings, featureFilter } = agreement;
  return (
    <>
      <Text className={classes.quiet}>
        Version {version}
        {isFrozen ? ", frozen" : ""}
      </Text>
      {description !== "" && <Text maw={860}>{description}</Text>}
      <div className={own.cards}>
        {regions.map((region) => (
          <RegionCard key={region.id} region={region} />
        ))}
      </div>
      {regions.length === 0 && (
        <Text className={classes.warning}>It has no region of the body yet: “Change…” adds one, or a protocol file brings them.</Text>
      )}
      <dl className={own.facts}>
        <Fact name="Readers">{readerCount}</Fact>
        {passes.map((pass, at) => (
          <Fact key={at} name={`Pass ${at + 1}`}>
            {passInWords(pass)}
          </Fact>
        ))}
        <Fact name="Forms">
          {forms.length === 0 ? "none" : forms.map((form) => <div key={form.id}>{`${form.name} (${formInWords(form)})`}</div>)}
        </Fact>
        <Fact name="Scoring">
          {scoring.order}
          {scoring.showsOwnDrawing ? ", with the own drawing in view" : ", without the own drawing in view"}
        </Fact>
        <Fact name="Complete">{completeness.drawing === "not required" ? "drawings are not required" : completeness.drawing}</Fact>
        <Fact name="Pass mark">{passMark === null ? "none" : markInWords(passMark)}</Fact>
        <Fact name="Blinding">
          {blinding.isBlinded ? "blinded" : "not blinded"}
          {shown.length > 0 && `; shown: ${shown.join(", ")}`}
          {blinding.coordinatorMayRead ? "; a coordinator may read" : "; coordinators do not read"}
        </Fact>
        <Fact name="Time counts">until {formatSeconds(idleAfterSeconds)} without a key, click or movement</Fact>
        <Fact name="Agreement">
          {`ICC(${icc.betweenReaders}) between readers, ICC(${icc.withinReader}) within; kappa ${kappaWeightings.join(", ")}`}
          {`; features ${featuresInWords(agreement)}`}
          {featureFilter && `, stable from ${featureFilter.threshold} (${featureFilter.by}), computed on ${featureFilter.computedOn}`}
        </Fact>
        <Fact name="Consensus">{adjudicationInWords(agreement)}</Fact>
      </dl>
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function RegionCard({ region: { name, roles, levels, levelsChosenBy, drawing, drawingRules, start } }: { readonly region: Region }) {
  return (
    <section className={own.card} aria-label={`Region ${name}`}>
      <h3>{name}</h3>
      <table className={own.roles}>
        <thead>
          <tr>
            <th scope="col">Role</th>
            <th scope="col">Use</th>
            <th scope="col">Found by</th>
            <th scope="col">Window</th>
            <th scope="col">Features</th>
          </tr>
        </thead>
        <tbody>
          {roles.map((role) => (
            <tr key={role.id}>
              <th scope="row">{role.name}</th>
              <td>{role.use}</td>
              <td>{ruleInWords(role.rule)}</td>
              <td>{windowInWords(role)}</td>
              <td>{role.extraction === null ? "none" : settingsInWords(role.extraction)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <dl className={own.facts}>
        <Fact name="Levels">
          {levels.length === 0
            ? "every slice"
            : `${levels.map((level) => level.name).join(", ")}; chosen by ${levelsChosenBy === "coordinator" ? "the coordinator" : "each reader"}`}
        </Fact>
        <Fact name="Start">{`${layoutInWords(start.layout)}; ${startLevel(levels, start.level)}`}</Fact>
        <Fact name="Drawn">{drawingInWords(drawing)}</Fact>
        {drawingRules.length > 0 && (
          <Fact name="Rules">
            {drawingRules.map(({ text }) => (
              <div key={text}>{text}</div>
            ))}
          </Fact>
        )}
      </dl>
    </section>
  );
}

function startLevel(levels: Region["levels"], level: string | null): string {
  if (levels.length === 0) return "the middle slice first";
  return `${levels.find(({ id }) => id === level)?.name ?? levels[0]!.name} first`;
}

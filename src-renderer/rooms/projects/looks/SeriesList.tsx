import { IconCircle, IconCircleCheck } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { LevelTable } from "./LevelTable.tsx";
import { isToDo, type SeriesToLook } from "./seriesToLook.ts";
import classes from "../Projects.module.css";
import own from "./Looks.module.css";

interface Props {
  readonly projectId: string;
  readonly series: readonly SeriesToLook[];
  /** How many roles have no series yet. */
  readonly absent: number;
  readonly shownKey: string;
  readonly onShow: (key: string) => void;
}

/** The series of all cases, each with what is done. */
export function SeriesList({ projectId, series, absent, shownKey, onShow }: Props) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const shown = [...(list.current?.querySelectorAll<HTMLElement>("[data-series]") ?? [])].find(
      ({ dataset }) => dataset["series"] === shownKey,
    );
    shown?.scrollIntoView({ block: "nearest" });
  }, [shownKey]);
  const codes = [...new Set(series.map(({ code }) => code))];
  const done = series.filter((each) => !isToDo(each)).length;
  return (
    <nav className={own.list} aria-label="Series" ref={list}>
      <p className={own.total}>
        {done} of {series.length} series done
        {absent > 0 && <span className={classes.warning}>; {absent} without a series</span>}
      </p>
      {series.some(({ hasLevels }) => hasLevels) && <LevelTable projectId={projectId} />}
      {codes.map((code) => (
        <div key={code}>
          <h3 className={own.case}>{code}</h3>
          {series
            .filter((each) => each.code === code)
            .map((each) => {
              const Icon = isToDo(each) ? IconCircle : IconCircleCheck;
              const marked = each.levels.filter(({ slice }) => slice !== null).length;
              return (
                <button
                  key={each.key}
                  type="button"
                  className={own.entry}
                  data-series={each.key}
                  aria-current={each.key === shownKey || undefined}
                  onClick={() => onShow(each.key)}
                >
                  <Icon
                    size={14}
                    stroke={1.7}
                    className={isToDo(each) ? classes.quiet : classes.good}
                    aria-label={isToDo(each) ? "To do" : "Done"}
                  />
                  <span>
                    {each.region.name}, {each.role.name}
                  </span>
                  {each.hasLevels && (
                    <span className={classes.quiet}>
                      {marked}/{each.levels.length}
                    </span>
                  )}
                </button>
              );
            })}
        </div>
      ))}
    </nav>
  );
}

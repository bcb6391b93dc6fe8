import { UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useEffect } from "react";
import type { DrawingSession } from "../../../drawing/drawingSession.ts";
import { effectById, effects } from "../../../drawing/effects.ts";
import { useObservable } from "../../../ui/observable.ts";
import type { Reading } from "../readingCommand.ts";
import { ToolButton } from "../toolbar/ToolButton.tsx";
import { EffectForm } from "./EffectForm.tsx";
import classes from "./SegmentPanel.module.css";

interface Props {
  readonly reading: Reading;
  readonly session: DrawingSession;
}

/** What is done to whole segments: the effects, and the options of the chosen one. */
export function EffectsSection({ reading, session }: Props) {
  const { effects: desk } = reading.drawing;
  const { isOpen, chosen } = useObservable(desk.state);
  useEffectPreview(reading, session);
  return (
    <section className={classes.section} aria-label="Shape of the segment">
      <UnstyledButton className={classes.more} aria-expanded={isOpen} title="Shift+E" onClick={() => desk.toggle()}>
        {isOpen ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
        Shape: grow, smooth, islands, combine …
      </UnstyledButton>
      {isOpen && (
        <div className={classes.tools}>
          {effects.map((effect) => (
            <ToolButton
              key={effect.id}
              name={effect.name}
              isPressed={chosen === effect.id}
              onPress={() => desk.choose(chosen === effect.id ? null : effect.id)}
            >
              <effect.icon size={18} stroke={1.6} />
            </ToolButton>
          ))}
        </div>
      )}
      {isOpen && chosen !== null && <EffectForm key={chosen} effect={effectById(chosen)} reading={reading} session={session} />}
    </section>
  );
}

/** Keeps the preview up to what is on show, drawn and set: made once for several changes that come together. */
function useEffectPreview({ desk, drawing }: Reading, session: DrawingSession): void {
  useEffect(() => {
    let frame = 0;
    const later = () => {
      if (frame !== 0) return;
      frame = requestAnimationFrame(() => {
        frame = 0;
        void drawing.effects.update(desk.activeTools, desk.openCase !== null);
      });
    };
    later();
    const { state, work } = drawing.effects;
    const stops = [desk.views, desk.state, session.state, drawing.settings, state, work].map((each) => each.subscribe(later));
    return () => {
      cancelAnimationFrame(frame);
      for (const stop of stops) stop();
      void drawing.effects.update(null, false);
    };
  }, [desk, drawing, session]);
}

import { useSignedIn } from "../../../client/reader.ts";
import { useObservable } from "../../../ui/observable.ts";
import type { DrawingDesk } from "../../../drawing/drawingDesk.ts";
import type { Desk } from "../desk.ts";
import type { OpenCase } from "./openCase.ts";
import { goToMissing } from "./places.ts";
import { QuestionSheet } from "./QuestionSheet.tsx";
import { RulesSheet } from "./RulesSheet.tsx";
import { SubmitSheet, type Submitted } from "./SubmitSheet.tsx";

interface Props {
  readonly desk: Desk;
  readonly drawing: DrawingDesk;
  readonly openCase: OpenCase;
  /** Adds the active time up to now. */
  readonly addActive: () => Promise<void>;
  readonly onSubmitted: (submitted: Submitted) => void;
}

/** What lies open over the desk of a reading. */
export function CaseSheets({ desk, drawing, openCase, addActive, onSubmitted }: Props) {
  const sheet = useObservable(openCase.sheet);
  const { region } = useObservable(openCase.place);
  const signedIn = useSignedIn();
  const close = () => openCase.sheet.set(null);
  switch (sheet) {
    case null:
      return null;
    case "rules":
      return <RulesSheet readingId={openCase.reading.readingId} region={region} onClose={close} />;
    case "questions":
      return <QuestionSheet reading={openCase.reading} onClose={close} />;
    case "submit":
      return (
        <SubmitSheet
          openCase={openCase}
          name={signedIn.kind === "reader" ? signedIn.reader.name : ""}
          whenSaved={async () => {
            for (const session of drawing.sessions.value.values()) session.end();
            await Promise.all([drawing.settled(), openCase.book.settled()]);
            await addActive();
          }}
          onPlace={(place) => {
            close();
            goToMissing(desk, openCase, drawing, place);
          }}
          onClose={close}
          onSubmitted={onSubmitted}
        />
      );
  }
}

import type { OpenReading } from "#shared/api/reading.ts";
import type { Answer, Answers } from "#shared/domain/project/answer.ts";
import type { Form } from "#shared/domain/project/form.ts";
import { cellInWords, formCells, type FormCell } from "#shared/domain/project/formCells.ts";
import { answerInShort, answerInWords } from "../../../forms/cellOptions.ts";
import { formatCounted } from "../../../ui/format.ts";
import { regionsOf } from "./formRegions.ts";
import classes from "./Case.module.css";

interface Props {
  readonly reading: OpenReading;
  readonly coordinators: NonNullable<OpenReading["coordinators"]>;
}

/** The answers of a training case beside the coordinator's, field by field; nothing is changed here. */
export function ComparedAnswers({ reading, coordinators }: Props) {
  const [own, theirs] = [new Map(reading.answers), new Map(coordinators.answers)];
  return reading.forms.map((form) => <ComparedForm key={form.id} form={form} reading={reading} own={own} theirs={theirs} />);
}

interface FormProps extends Pick<Props, "reading"> {
  readonly form: Form;
  readonly own: Answers;
  readonly theirs: Answers;
}

function ComparedForm({ form, reading, own, theirs }: FormProps) {
  const rows = formCells(form, regionsOf(reading)).flatMap((cell) => {
    const [mine, other] = [inWords(form, cell, own.get(cell.key)), inWords(form, cell, theirs.get(cell.key))];
    return mine === "" && other === "" ? [] : [{ cell, mine, other, isOther: mine !== other }];
  });
  const count = rows.filter(({ isOther }) => isOther).length;
  return (
    <div className={classes.part}>
      <table className={classes.compared}>
        <caption>
          {form.name}:{" "}
          {count === 0 ? "all answers are the coordinator's" : `${formatCounted(count, "answer", "answers")} of ${rows.length} differ`}
        </caption>
        <thead>
          <tr>
            <th scope="col">Asked</th>
            <th scope="col">You</th>
            <th scope="col">Coordinator</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ cell, mine, other, isOther }) => (
            <tr key={cell.key} data-differs={isOther || undefined}>
              <th scope="row">{cellInWords(cell)}</th>
              <td title={mine}>{inShort(form, cell, own.get(cell.key))}</td>
              <td title={other}>
                {inShort(form, cell, theirs.get(cell.key))}
                {isOther && <strong aria-label="differs"> ≠</strong>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A grade without its wording, which stands in the title. */
const inShort = (form: Form, cell: FormCell, answer: Answer | undefined): string => {
  if (!answer) return "not answered";
  return answer.type === "grade" ? answerInShort(form, cell, answer) : answerInWords(form, cell, answer);
};
const inWords = (form: Form, cell: FormCell, answer: Answer | undefined): string => (answer ? answerInWords(form, cell, answer) : "");

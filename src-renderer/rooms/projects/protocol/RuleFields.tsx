import { Button, FileButton, Textarea } from "@mantine/core";
import type { Region } from "#shared/domain/project/region.ts";
import { useAct } from "../../../client/useAct.ts";
import { Refusal } from "../Refusal.tsx";
import { EntryActions } from "./EntryActions.tsx";
import type { ErrorAt } from "./errorAt.ts";
import { movedEarlier } from "./moved.ts";
import own from "./Protocol.module.css";

type Rules = Region["drawingRules"];

/** Pictures of the project, while its protocol is changed. */
export interface RulePictures {
  /** Keeps a picture under a name that is free, made of `base`; answers that. */
  readonly put: (base: string, file: File) => Promise<string>;
  readonly addressOf: (name: string) => string;
}

interface Props {
  readonly region: Region;
  readonly pictures: RulePictures;
  readonly errorAt: ErrorAt;
  readonly onChange: (rules: Rules) => void;
}

/** The drawing rules of a region: what readers see at the D key, each with a picture or without. */
export function RuleFields({ region, pictures, errorAt, onChange }: Props) {
  const { name, id, drawingRules: rules } = region;
  const { isBusy, error, act } = useAct();
  const change = (at: number, part: Partial<Rules[number]>) =>
    onChange(rules.map((rule, index) => (index === at ? { ...rule, ...part } : rule)));
  const put = (at: number, file: File | null) =>
    file && act(async () => change(at, { picture: await pictures.put(`rule-${id}-${at + 1}`, file) }));
  return (
    <fieldset className={own.rules} aria-label={`Drawing rules of ${name}`}>
      <span className={own.label}>Drawing rules, which readers see at the D key</span>
      <Refusal error={error} title="The picture was not taken" />
      {rules.map(({ text, picture }, at) => {
        const words = `drawing rule ${at + 1} of ${name}`;
        return (
          <div key={at} className={own.entry}>
            <Textarea
              flex={1}
              rows={2}
              resize="vertical"
              aria-label={`Text of ${words}`}
              error={errorAt(at)}
              value={text}
              onChange={(event) => change(at, { text: event.currentTarget.value })}
            />
            {picture !== null && <img className={own.rulePicture} src={pictures.addressOf(picture)} alt={words} />}
            <FileButton key={`${isBusy}`} accept="image/png,image/jpeg" onChange={(file) => put(at, file)}>
              {(button) => (
                <Button
                  variant="default"
                  size="compact-xs"
                  disabled={isBusy}
                  {...button}
                  aria-label={`${picture === null ? "Add a" : "Replace the"} picture of ${words}`}
                >
                  {picture === null ? "Picture…" : "Replace…"}
                </Button>
              )}
            </FileButton>
            {picture !== null && (
              <Button
                variant="subtle"
                color="gray"
                size="compact-xs"
                disabled={isBusy}
                aria-label={`Take away the picture of ${words}`}
                onClick={() => change(at, { picture: null })}
              >
                Take away
              </Button>
            )}
            <EntryActions
              name={words}
              isFirst={at === 0}
              onEarlier={() => onChange(movedEarlier(rules, at))}
              onRemove={() => onChange(rules.filter((_, index) => index !== at))}
            />
          </div>
        );
      })}
      <div>
        <Button
          variant="default"
          size="xs"
          disabled={rules.length >= 60}
          aria-label={`Add a drawing rule of ${name}`}
          onClick={() => onChange([...rules, { text: "", picture: null }])}
        >
          Add a drawing rule
        </Button>
      </div>
    </fieldset>
  );
}

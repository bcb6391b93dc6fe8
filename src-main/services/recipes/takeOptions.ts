import { PlainError } from "#shared/domain/plainError.ts";
import type { ChosenOptions } from "#shared/domain/recipe/recipe.ts";

interface Option {
  readonly name: string;
  readonly fields: Readonly<Record<string, unknown>>;
}
interface Content {
  readonly choices?: readonly { readonly name: string; readonly steps: readonly number[]; readonly options: readonly Option[] }[];
  readonly steps: readonly Readonly<Record<string, unknown>>[];
}

/**
 * The content of a recipe's file with other answers to what it leaves open: in the steps of a choice, the fields of the option that stands there are taken out
 * and those of the chosen one put in, and that one stands first among the options. Throws PlainError where the recipe has no such choice or option.
 */
export function takeOptions(content: unknown, chosen: ChosenOptions, fileName: string): unknown {
  return Object.entries(chosen).reduce((taken, [name, answer]) => takeOne(taken as Content, name, answer, fileName), content);
}

function takeOne(content: Content, name: string, answer: string, fileName: string): Content {
  const { choices = [], steps } = content;
  const choice = choices.find((each) => each.name === name);
  if (!choice)
    throw new PlainError(
      choices.length === 0
        ? `${fileName} leaves nothing open: there is no choice "${name}".`
        : `${fileName} has no choice "${name}". Choices: ${choices.map((each) => each.name).join(", ")}.`,
    );
  const option = choice.options.find((each) => each.name === answer);
  if (!option)
    throw new PlainError(
      `${fileName}: the choice "${name}" has no option "${answer}". Options: ${choice.options.map((each) => each.name).join(", ")}.`,
    );
  const standing = Object.keys(choice.options[0]!.fields);
  const changed = steps.map((step, at) =>
    choice.steps.includes(at + 1)
      ? { ...Object.fromEntries(Object.entries(step).filter(([field]) => !standing.includes(field))), ...option.fields }
      : step,
  );
  const options = [option, ...choice.options.filter((each) => each !== option)];
  return { ...content, steps: changed, choices: choices.map((each) => (each === choice ? { ...choice, options } : each)) };
}

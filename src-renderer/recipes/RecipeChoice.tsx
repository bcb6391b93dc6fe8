import { Button, FileButton, Group, Select, Text } from "@mantine/core";
import { IconDeviceFloppy, IconFileDownload, IconFileUpload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { longestRecipeFile, type RecipeDescription, type RecipeSource } from "#shared/api/recipe.ts";
import { client, trpc } from "../client/client.ts";
import { plainWords } from "../client/plainWords.ts";
import { readTextFile } from "../ui/readTextFile.ts";
import { saveText } from "../ui/saveText.ts";
import { recipeKept } from "./recipeQueries.ts";
import classes from "./Recipes.module.css";

interface Props {
  readonly source: RecipeSource | null;
  /** What the chosen recipe does; null where none is chosen, or it is on its way. */
  readonly described: RecipeDescription | null;
  readonly isDisabled?: boolean;
  readonly onChange: (source: RecipeSource) => void;
}

const keyOf = (source: RecipeSource | null): string | null => {
  if (source === null) return null;
  return source.from === "preset" ? `preset ${source.preset}` : source.from === "own" ? `own ${source.recipeId}` : "file";
};

/** Which recipe: one that comes with the program, one that is kept, or one of a file; and what it leaves open. */
export function RecipeChoice({ source, described, isDisabled = false, onChange }: Props) {
  const listed = useQuery(trpc.recipe.list.queryOptions()).data ?? [];
  const [message, setMessage] = useState<string | null>(null);
  const reset = useRef<() => void>(null);

  const attempt = (work: () => Promise<void>) => {
    setMessage(null);
    work().catch((cause: unknown) => setMessage(plainWords(cause)));
  };
  const open = (file: File) =>
    attempt(async () => {
      const next: RecipeSource = { from: "text", ...(await readTextFile(file, longestRecipeFile)) };
      // Reports what is wrong in the file, and keeps the recipe chosen before.
      await client.recipe.check.mutate({ source: next });
      onChange(next);
    });
  const keep = ({ fileName, text }: { readonly fileName: string; readonly text: string }) =>
    attempt(async () => {
      const kept = await client.recipe.save.mutate({ fileName, text });
      await recipeKept();
      if (kept.recipeId !== null) onChange({ from: "own", recipeId: kept.recipeId, chosen: source?.chosen ?? {} });
    });
  const save = (of: RecipeSource) =>
    attempt(async () => {
      const { fileName, text } = await client.recipe.text.mutate({ source: of });
      saveText(text, /\.ya?ml$/i.test(fileName) ? fileName : `${fileName}.yaml`, "text/yaml;charset=utf-8");
    });

  const group = (title: string, isOwn: boolean) => ({
    group: title,
    items: listed
      .filter(({ recipeId }) => (recipeId !== null) === isOwn)
      .map(({ preset, recipeId, name, fault }) => ({
        value: preset === null ? `own ${recipeId!}` : `preset ${preset}`,
        label: name,
        disabled: fault !== null,
      })),
  });
  const file = source?.from === "text" ? [{ group: "File", items: [{ value: "file", label: source.fileName }] }] : [];
  const data = [...file, group("With the program", false), group("Kept here", true)].filter(({ items }) => items.length > 0);
  return (
    <div className={classes.choice}>
      <Select
        label="Recipe"
        placeholder="Choose a recipe"
        data={data}
        value={keyOf(source)}
        allowDeselect={false}
        disabled={isDisabled}
        comboboxProps={{ withinPortal: true, width: 380, position: "bottom-end" }}
        maxDropdownHeight={360}
        onChange={(key) => {
          const [from, name = ""] = /^(\w+) (.*)$/.exec(key ?? "")?.slice(1) ?? [];
          if (from === "preset") onChange({ from, preset: name });
          else if (from === "own") onChange({ from, recipeId: name });
        }}
      />
      <Group gap={6}>
        <FileButton
          resetRef={reset}
          accept=".yaml,.yml"
          onChange={(chosen) => {
            if (chosen) open(chosen);
            reset.current?.();
          }}
        >
          {(props) => (
            <Button {...props} size="compact-xs" variant="default" disabled={isDisabled} leftSection={<IconFileUpload size={13} />}>
              Open file…
            </Button>
          )}
        </FileButton>
        {source?.from === "text" && (
          <Button
            size="compact-xs"
            variant="default"
            title="Among the recipes that are kept; one of the same name is replaced"
            leftSection={<IconDeviceFloppy size={13} />}
            onClick={() => keep(source)}
          >
            Keep it
          </Button>
        )}
        {source && source.from !== "text" && (
          <Button
            size="compact-xs"
            variant="default"
            title="As a file, to be changed and opened again"
            leftSection={<IconFileDownload size={13} />}
            onClick={() => save(source)}
          >
            Save file
          </Button>
        )}
      </Group>
      {message !== null && (
        <Text size="xs" c="var(--danger)" role="alert" className={classes.message}>
          {message}
        </Text>
      )}
      {source &&
        described?.recipe.choices.map(({ name, question, options }) => (
          <Select
            key={name}
            label={question}
            data={options.map((option) => ({ value: option.name, label: option.title }))}
            value={options[0]!.name}
            allowDeselect={false}
            disabled={isDisabled}
            comboboxProps={{ withinPortal: true, width: 380, position: "bottom-end" }}
            onChange={(option) => option !== null && onChange({ ...source, chosen: { ...source.chosen, [name]: option } })}
          />
        ))}
    </div>
  );
}

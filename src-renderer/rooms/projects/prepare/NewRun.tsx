import { Button, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import type { RecipeSource } from "#shared/api/recipe.ts";
import { client, queryClient, trpc } from "../../../client/client.ts";
import { plainWords } from "../../../client/plainWords.ts";
import { useAct } from "../../../client/useAct.ts";
import { BundleFields } from "../../../recipes/BundleFields.tsx";
import { RecipeChoice } from "../../../recipes/RecipeChoice.tsx";
import { RecipeWords } from "../../../recipes/RecipeWords.tsx";
import { useRecipe } from "../../../recipes/recipeQueries.ts";
import { formatCounted } from "../../../ui/format.ts";
import { Refusal } from "../Refusal.tsx";
import type { OpenProject } from "../useProject.ts";
import { projectInputs, proposeProtocolRoles, rolesOfProtocol } from "./inputsOfCases.ts";
import own from "./Prepare.module.css";

/** A recipe for all cases of a project, and where its images come from in each. */
export function NewRun({ project: { projectId, protocol, cases } }: { readonly project: OpenProject }) {
  const [source, setSource] = useState<RecipeSource | null>(null);
  const [said, setSaid] = useState<Readonly<Record<string, string>>>({});
  const { described, error } = useRecipe(source);
  const { isBusy, error: refused, act } = useAct();
  const roles = rolesOfProtocol(protocol);
  const all = described ? { ...proposeProtocolRoles(described.recipe, roles), ...said } : said;
  const inputs = described ? projectInputs(described.recipe, roles, all) : null;
  const count = cases.filter(({ state }) => state !== "excluded").length;
  const start = () =>
    act(async () => {
      if (!source || !inputs) return;
      await client.recipe.runOnProject.mutate({ projectId, source, inputs });
      await queryClient.invalidateQueries(trpc.recipe.runs.queryFilter({ projectId }));
    });
  return (
    <section className={own.form} aria-label="Prepare all cases">
      <RecipeChoice
        source={source}
        described={described}
        isDisabled={isBusy}
        onChange={(next) => {
          if (JSON.stringify({ ...next, chosen: null }) !== JSON.stringify({ ...source, chosen: null })) setSaid({});
          setSource(next);
        }}
      />
      <Refusal error={error ? plainWords(error) : null} />
      {described && (
        <>
          {described.recipe.roles.map(({ name, title, holds }) =>
            holds === "labels" ? (
              <TextInput
                key={name}
                label={`${name}: ${title}`}
                description="The label map of each case whose description holds this text"
                value={all[name] ?? ""}
                onChange={(event) => setSaid({ ...said, [name]: event.currentTarget.value })}
              />
            ) : (
              <Select
                key={name}
                label={`${name}: ${title}`}
                placeholder="Choose a role of the protocol"
                data={roles.map((role) => ({ value: role.key, label: role.title }))}
                value={all[name] ?? null}
                allowDeselect={false}
                onChange={(key) => key !== null && setSaid({ ...said, [name]: key })}
              />
            ),
          )}
          <BundleFields
            recipe={described.recipe}
            folders={all}
            isDisabled={isBusy}
            onChange={(name, folder) => setSaid({ ...said, [name]: folder })}
          />
          <RecipeWords described={described} />
          <Refusal error={refused} />
          <Button loading={isBusy} disabled={!inputs || count === 0} onClick={start}>
            Prepare {formatCounted(count, "case", "cases")}
          </Button>
        </>
      )}
    </section>
  );
}

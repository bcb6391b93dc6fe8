import { Alert, Badge, Button, Checkbox, Group, Modal, Select, Stack, TextInput } from "@mantine/core";
import { IconBookmark } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { FeatureOverview, KeptStableSet } from "#shared/api/agreement.ts";
import { longestSetName, ruleInWords, type StableRule } from "#shared/domain/agreement/stableSet.ts";
import { client, queryClient, trpc } from "../../../client/client.ts";
import { plainWords } from "../../../client/plainWords.ts";
import { formatMoment } from "../../../ui/format.ts";
import { NumberField } from "../../../ui/NumberField.tsx";
import room from "../AgreementRoom.module.css";

interface Props {
  readonly projectId: string;
  readonly overview: FeatureOverview;
}

const usualRule: StableRule = { threshold: 0.81, by: "value", comparisons: ["between readers", "within reader"] };
const kinds = ["between readers", "within reader"] as const;

/** The sets of stable features that were kept, and a new one by a rule. */
export function StableSets({ projectId, overview }: Props) {
  const [isOpen, setOpen] = useState(false);
  const { data: sets } = useQuery(trpc.agreement.stableSets.queryOptions({ projectId }));
  return (
    <>
      <Button variant="default" leftSection={<IconBookmark size={14} />} onClick={() => setOpen(true)}>
        Stable sets{sets && sets.length > 0 ? ` (${sets.length})` : ""}
      </Button>
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        title="Stable sets of features"
        size={640}
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <Stack>
          <KeptSets projectId={projectId} sets={sets ?? []} />
          <NewSet projectId={projectId} overview={overview} />
        </Stack>
      </Modal>
    </>
  );
}

function KeptSets({ projectId, sets }: { projectId: string; sets: readonly KeptStableSet[] }) {
  const [leaving, setLeaving] = useState<string | null>(null);
  const remove = async (name: string) => {
    setLeaving(null);
    await client.agreement.removeStable.mutate({ projectId, name });
    await queryClient.invalidateQueries(trpc.agreement.stableSets.queryFilter({ projectId }));
  };
  if (sets.length === 0) return <p className={room.note}>None is kept yet.</p>;
  return (
    <table className={room.table} aria-label="Kept sets">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Rule</th>
          <th scope="col" data-number>
            Features
          </th>
          <th scope="col">Kept</th>
          <th scope="col">
            <span className={room.note}>Remove</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {sets.map(({ name, set, createdAt, by, isOutOfDate, whyOutOfDate }) => (
          <tr key={name}>
            <th scope="row">
              {name}{" "}
              {isOutOfDate && (
                <Badge size="xs" color="yellow" variant="light" title={whyOutOfDate ?? ""}>
                  out of date
                </Badge>
              )}
            </th>
            <td>{ruleInWords(set.rule)}</td>
            <td data-number>{set.features.reduce((sum, { names }) => sum + names.length, 0)}</td>
            <td>
              {formatMoment(createdAt)}, {by}
            </td>
            <td>
              {leaving === name ? (
                <Button size="compact-xs" color="red" onClick={() => void remove(name)}>
                  Remove {name}
                </Button>
              ) : (
                <Button size="compact-xs" variant="default" aria-label={`Remove ${name} …`} onClick={() => setLeaving(name)}>
                  Remove …
                </Button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function NewSet({ projectId, overview }: Props) {
  const [rule, setRule] = useState<StableRule>(overview.rule ?? usualRule);
  const [name, setName] = useState("");
  const [error, setError] = useState<string | null>(null);
  const isRule = rule.comparisons.length > 0;
  const { data: count } = useQuery(
    trpc.agreement.countStable.queryOptions({ projectId, rule }, { enabled: isRule, placeholderData: keepPreviousData }),
  );
  const change = (part: Partial<StableRule>) => setRule((before) => ({ ...before, ...part }));
  const keep = async () => {
    setError(null);
    try {
      await client.agreement.keepStable.mutate({ projectId, name, rule });
      setName("");
      await queryClient.invalidateQueries(trpc.agreement.stableSets.queryFilter({ projectId }));
    } catch (cause) {
      setError(plainWords(cause));
    }
  };
  return (
    <form
      aria-label="A new set"
      onSubmit={(event) => {
        event.preventDefault();
        void keep();
      }}
    >
      <Stack gap="xs">
        <Group align="flex-end">
          <Select
            label="By"
            w={150}
            allowDeselect={false}
            data={["value", "lower limit"]}
            value={rule.by}
            onChange={(by) => by !== null && change({ by })}
          />
          <NumberField
            label="ICC at least"
            w={110}
            min={0}
            max={1}
            step={0.01}
            decimalScale={3}
            value={rule.threshold}
            onChange={(threshold) => change({ threshold })}
          />
          {kinds.map((kind) => (
            <Checkbox
              key={kind}
              pb={7}
              label={kind}
              checked={rule.comparisons.includes(kind)}
              onChange={(event) => {
                const isChosen = event.currentTarget.checked;
                change({ comparisons: kinds.filter((each) => (each === kind ? isChosen : rule.comparisons.includes(each))) });
              }}
            />
          ))}
        </Group>
        <p className={room.note} aria-live="polite">
          {!isRule
            ? "Choose what is to be compared."
            : count?.roles === null
              ? "The locked readings do not allow to compare this."
              : count?.roles.map(({ region, role, of, stable }) => `${wordsOf(overview, region, role)}: ${stable} of ${of}`).join("; ")}
        </p>
        <p className={room.note}>
          Computed on all cases that count. Where a model is trained on these features, choose them again within its training part, or
          information leaks into its test.
        </p>
        {error !== null && (
          <Alert color="red" variant="light" role="alert">
            {error}
          </Alert>
        )}
        <Group align="flex-end">
          <TextInput
            label="Name"
            w={260}
            maxLength={longestSetName}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" disabled={name.trim() === "" || !isRule}>
            Keep this set
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

const wordsOf = ({ roles }: FeatureOverview, region: string, role: string): string =>
  roles.find((each) => each.region === region && each.role === role)?.words ?? `${region}, ${role}`;

import { Button, Switch, Text } from "@mantine/core";
import { IconChecks } from "@tabler/icons-react";
import { useState } from "react";
import { client } from "../../../client/client.ts";
import { projectsChanged, type CaseRole, type ProjectCase } from "../../../client/projects.ts";
import { useAct } from "../../../client/useAct.ts";
import { Note } from "../Note.tsx";
import { Refusal } from "../Refusal.tsx";
import type { OpenProject } from "../useProject.ts";
import { ChooseVolume } from "./ChooseVolume.tsx";
import { ReplaceSheet } from "./ReplaceSheet.tsx";
import { RoleCell } from "./RoleCell.tsx";
import page from "../ProjectPage.module.css";
import classes from "../Projects.module.css";
import own from "./Roles.module.css";

/** Which series has which role in each case: found by the protocol's rules, looked at and confirmed here. */
export function RolesStep({ project }: { readonly project: OpenProject }) {
  const { projectId, protocol, cases, status } = project;
  const isRunning = status.state === "running";
  const [isOpenOnly, setOpenOnly] = useState(false);
  const [choosing, setChoosing] = useState<{ readonly of: ProjectCase; readonly role: CaseRole } | null>(null);
  const [replacing, setReplacing] = useState<{ readonly of: ProjectCase; readonly role: CaseRole; readonly volumeId: string } | null>(null);
  const [replaced, setReplaced] = useState<string | null>(null);
  const [dropped, setDropped] = useState<readonly string[]>([]);
  const { isBusy, error, act } = useAct();

  const included = cases.filter(({ state }) => state !== "excluded");
  const isOpen = ({ roles }: ProjectCase) => roles.some(({ state }) => state !== "confirmed");
  const shown = isOpenOnly ? included.filter(isOpen) : included;
  const found = included.flatMap(({ roles }) => roles.filter(({ state }) => state === "found")).length;
  const columns = protocol.regions.flatMap((region) => region.roles.map((role) => ({ region, role })));

  /** A confirmed one, of a project that runs. */
  const isReplacement = (role: CaseRole) => isRunning && role.state === "confirmed";

  const confirm = (code?: string) =>
    act(async () => {
      await client.project.confirmRoles.mutate({ projectId, ...(code === undefined ? {} : { code }) });
      await projectsChanged();
    });
  const choose = (code: string, { region, role }: CaseRole, volumeId?: string) =>
    act(async () => {
      const request = { projectId, code, region, role, ...(volumeId === undefined ? {} : { volumeId }) };
      const { droppedLevels } = await client.project.chooseRole.mutate(request);
      setDropped(droppedLevels);
      await projectsChanged();
    });

  return (
    <section className={page.section} aria-label="Roles of series">
      <h2>Roles of series</h2>
      <Text c="dimmed" maw={760}>
        Where one series of a case fits the rule of a role it was taken; look at it and confirm it. Where several fit, or none, choose one.
        {isRunning && " A wrong one is replaced, with a reason; what it touches is shown first."}
      </Text>
      <div className={page.bar}>
        <Button leftSection={<IconChecks size={15} />} disabled={found === 0} loading={isBusy} onClick={() => confirm()}>
          {found === 0 ? "Confirm all that was found" : `Confirm all that was found (${found})`}
        </Button>
        <Switch
          label="Only cases with something open"
          checked={isOpenOnly}
          onChange={(event) => setOpenOnly(event.currentTarget.checked)}
        />
      </div>
      <Refusal error={error} />
      {replaced !== null && (
        <Note isWarning title={`${replaced} has another series. Look at it under “Levels and look”: until then the case waits.`} />
      )}
      {dropped.length > 0 && (
        <Note isWarning title="Levels were dropped with the series that they lay on; choose them again">
          <div>{dropped.join("; ")}</div>
        </Note>
      )}
      {included.length === 0 ? (
        <Text c="dimmed">There is no case yet.</Text>
      ) : shown.length === 0 ? (
        <Text className={classes.good}>All roles of all cases are confirmed.</Text>
      ) : (
        <div className={own.scroll}>
          <table className={classes.table} aria-label="Roles by case">
            <thead>
              <tr>
                <th scope="col">Case</th>
                {columns.map(({ region, role }) => (
                  <th key={`${region.id} ${role.id}`} scope="col">
                    {region.name}, {role.name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((each) => (
                <tr key={each.code}>
                  <th scope="row">
                    <span className={classes.code}>{each.code}</span>
                    {each.roles.some(({ state }) => state === "found") && (
                      <Button
                        variant="subtle"
                        size="compact-xs"
                        className={own.confirmCase}
                        aria-label={`Confirm what was found of case ${each.code}`}
                        disabled={isBusy}
                        onClick={() => confirm(each.code)}
                      >
                        Confirm
                      </Button>
                    )}
                  </th>
                  {each.roles.map((role) => (
                    <td key={`${role.region} ${role.role}`}>
                      <RoleCell
                        code={each.code}
                        role={role}
                        isBusy={isBusy}
                        isReplaced={isRunning}
                        onConfirm={() => choose(each.code, role)}
                        onChoose={() => setChoosing({ of: each, role })}
                      />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {choosing && (
        <ChooseVolume
          projectId={projectId}
          of={choosing.of}
          role={choosing.role}
          name={nameOf(project, choosing.role)}
          isReplacing={isReplacement(choosing.role)}
          onClose={() => setChoosing(null)}
          onChoose={(volumeId) => {
            if (isReplacement(choosing.role)) setReplacing({ ...choosing, volumeId });
            else choose(choosing.of.code, choosing.role, volumeId);
            setChoosing(null);
          }}
        />
      )}
      {replacing && (
        <ReplaceSheet
          projectId={projectId}
          code={replacing.of.code}
          region={replacing.role.region}
          role={replacing.role.role}
          name={nameOf(project, replacing.role)}
          oldVolumeId={replacing.role.volumeId!}
          volumeId={replacing.volumeId}
          onClose={() => setReplacing(null)}
          onReplaced={({ droppedLevels }) => {
            setDropped(droppedLevels);
            setReplaced(`${nameOf(project, replacing.role)} of case ${replacing.of.code}`);
            setReplacing(null);
          }}
        />
      )}
    </section>
  );
}

function nameOf({ protocol }: OpenProject, { region, role }: CaseRole): string {
  const found = protocol.regions.find(({ id }) => id === region);
  return `${found?.name ?? region}, ${found?.roles.find(({ id }) => id === role)?.name ?? role}`;
}

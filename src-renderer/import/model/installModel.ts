import { notifications } from "@mantine/notifications";
import { networkInstallResultSchema, type InstalledNetwork } from "#shared/api/network.ts";
import { installResultSchema, type InstalledModel } from "#shared/domain/modelBundle.ts";
import { client, queryClient, trpc } from "../../client/client.ts";
import { resultOf } from "../../client/jobs.ts";
import { filesOfInput } from "../collectDropped.ts";
import { uploadFiles } from "../uploadFiles.ts";

async function installed({
  kind,
  jobId,
}: {
  readonly kind: "model" | "network";
  readonly jobId: string;
}): Promise<InstalledModel | InstalledNetwork | null> {
  const result = await resultOf(jobId);
  if (result === null) return null;
  const known = queryClient.getQueryData<ReadonlyArray<{ readonly id: string }>>(trpc[kind].list.queryKey()) ?? [];
  await queryClient.invalidateQueries(trpc[kind].list.pathFilter());
  const { restored, ...model } = (kind === "network" ? networkInstallResultSchema : installResultSchema).parse(result);
  if (restored) {
    notifications.show({
      title: `${model.bundle.name} ${model.bundle.version} is whole again`,
      message: "Its files in the data folder were damaged or gone, and were put back.",
      autoClose: false,
    });
  } else if (known.some(({ id }) => id === model.id)) {
    notifications.show({
      title: `${model.bundle.name} ${model.bundle.version} is installed already`,
      message: "The bundle was checked again, and is the same.",
    });
  }
  return model;
}

/** Installs the model that comes with the program; null where the reader cancelled. */
export async function installDemonstration(): Promise<InstalledModel | InstalledNetwork | null> {
  return installed(await client.model.installDemonstration.mutate());
}

/** Installs a bundle the reader chose: a .zip, or the files of a folder. Throws an Error that says why a bundle is refused. */
export async function installChosen(files: FileList): Promise<InstalledModel | InstalledNetwork | null> {
  const uploadId = await uploadFiles(filesOfInput(files), () => undefined, new AbortController().signal);
  return installed(await client.model.install.mutate({ uploadId }));
}

import { sampleContentsWords } from "#shared/domain/studyContentsWords.ts";
import { removeSampleProject } from "../../../app/commands/removeSampleProject.ts";
import { signIn } from "../../../app/commands/signIn.ts";
import { createApp } from "../../../app/createApp.ts";
import { defaultDataFolder } from "../../../app/defaultDataFolder.ts";
import { askPassphrase } from "../askPassphrase.ts";
import type { VerbIo } from "../verb.ts";
import { finishStarted } from "./finishStarted.ts";

interface Options {
  readonly yes?: boolean | undefined;
  readonly as?: string | undefined;
  readonly data?: string | undefined;
  readonly json?: boolean | undefined;
}

/** `fascicle sample project --remove`: answers 0. Throws PlainError where the project is no sample, or cannot be removed now. */
export async function removeSample(project: string, { yes, as, data, json }: Options, io: VerbIo): Promise<number> {
  const app = createApp({ dataFolder: data ?? defaultDataFolder(), host: { name: "cli" } });
  const { services } = app;
  try {
    const by = await signIn(services, as, askPassphrase);
    const projectId = services.projects.named(project);
    const contents = services.sampleProject.contents(by, projectId);
    const isRemoved = yes === true;
    if (isRemoved) {
      await finishStarted(services, io);
      await removeSampleProject(services, by, projectId, contents);
    }
    if (json) io.stdout.write(`${JSON.stringify({ ...contents, isRemoved })}\n`);
    else
      io.stdout.write(
        `${isRemoved ? "Removed" : "Would be removed (say --yes)"}:\n${sampleContentsWords(contents)
          .map((line) => `  ${line}\n`)
          .join("")}`,
      );
    return 0;
  } finally {
    await app.close();
  }
}

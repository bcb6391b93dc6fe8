import { Button, Group } from "@mantine/core";
import { IconFolder, IconSparkles, IconUpload } from "@tabler/icons-react";
import { useRef, useState } from "react";
import type { InstalledNetwork } from "#shared/api/network.ts";
import type { InstalledModel } from "#shared/domain/modelBundle.ts";
import { plainWords } from "../../client/plainWords.ts";
import { installChosen, installDemonstration } from "./installModel.ts";

interface Props {
  /** Offer the model that comes with the program. */
  readonly withDemonstration: boolean;
  readonly onInstalled: (model: InstalledModel | InstalledNetwork) => void;
  readonly onError: (message: string | null) => void;
}

/** The ways to a model: the demonstration, a .zip, a folder. */
export function InstallModelButtons({ withDemonstration, onInstalled, onError }: Props) {
  const [busy, setBusy] = useState<"demonstration" | "file" | null>(null);
  const zipRef = useRef<HTMLInputElement>(null);
  const folderRef = useRef<HTMLInputElement | null>(null);

  const install = async (what: "demonstration" | "file", work: () => Promise<InstalledModel | InstalledNetwork | null>) => {
    setBusy(what);
    onError(null);
    try {
      const model = await work();
      if (model) onInstalled(model);
    } catch (error) {
      onError(plainWords(error));
    } finally {
      setBusy(null);
    }
  };
  const onInput = async (input: HTMLInputElement) => {
    if (input.files && input.files.length > 0) await install("file", () => installChosen(input.files!));
    else onError("There is no file in this folder. Choose the folder of a model bundle: the one with bundle.json.");
    input.value = "";
  };

  return (
    <Group gap={6}>
      {withDemonstration && (
        <Button
          leftSection={<IconSparkles size={14} />}
          loading={busy === "demonstration"}
          disabled={busy !== null}
          onClick={() => void install("demonstration", installDemonstration)}
        >
          Install the demonstration model
        </Button>
      )}
      <Button
        variant="default"
        leftSection={<IconUpload size={14} />}
        loading={busy === "file"}
        disabled={busy !== null}
        onClick={() => zipRef.current?.click()}
      >
        Install a model (.zip)…
      </Button>
      <Button
        variant="subtle"
        color="gray"
        leftSection={<IconFolder size={14} />}
        disabled={busy !== null}
        onClick={() => folderRef.current?.click()}
      >
        From a folder…
      </Button>
      <input
        ref={zipRef}
        type="file"
        accept=".zip,application/zip"
        hidden
        aria-label="Model bundle (.zip)"
        onChange={(event) => void onInput(event.currentTarget)}
      />
      <input
        ref={(input) => {
          folderRef.current = input;
          input?.setAttribute("webkitdirectory", "");
        }}
        type="file"
        hidden
        aria-label="Model bundle (folder)"
        onChange={(event) => void onInput(event.currentTarget)}
      />
    </Group>
  );
}

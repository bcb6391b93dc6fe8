import { Anchor, Button, Group, Modal, Switch } from "@mantine/core";
import { IconDownload, IconPrinter } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { addresses } from "../../../../client/addresses.ts";
import { ResearchUseNotice } from "../../../../ui/ResearchUseNotice.tsx";
import classes from "./ReportSheet.module.css";

/** The one-page report as it will be printed; the system's print dialog also makes the PDF. */
export function ReportSheet({ opened, onClose, predictionId }: { opened: boolean; onClose: () => void; predictionId: string }) {
  const frameRef = useRef<HTMLIFrameElement>(null);
  const [withIdentity, setWithIdentity] = useState(false);
  const [loaded, setLoaded] = useState("");
  const address = addresses.report(predictionId, { identity: withIdentity, isSaved: false });
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      fullScreen
      title="Report"
      closeButtonProps={{ "aria-label": "Close the report" }}
      classNames={{ content: classes.content, body: classes.body }}
    >
      <Group className={classes.bar} gap="xs">
        <Button leftSection={<IconPrinter size={14} />} onClick={() => frameRef.current?.contentWindow?.print()}>
          Print or save as PDF
        </Button>
        <Anchor href={addresses.report(predictionId, { identity: withIdentity, isSaved: true })} download underline="never">
          <Button component="span" variant="default" leftSection={<IconDownload size={14} />}>
            Save HTML
          </Button>
        </Anchor>
        <Switch
          ml="md"
          label="With the patient's name and dates"
          checked={withIdentity}
          onChange={(event) => setWithIdentity(event.currentTarget.checked)}
        />
        <span className={classes.space} />
        <ResearchUseNotice />
      </Group>
      <iframe
        ref={frameRef}
        className={classes.page}
        title="Report"
        src={address}
        data-loaded={loaded === address}
        onLoad={() => setLoaded(address)}
        sandbox="allow-same-origin allow-modals"
      />
    </Modal>
  );
}

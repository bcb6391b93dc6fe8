import { Anchor, Button, CopyButton, Group, Modal, Text } from "@mantine/core";
import { IconCheck, IconCopy, IconDownload, IconFileText, IconPrinter } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { addresses } from "../../client/addresses.ts";
import { trpc } from "../../client/client.ts";
import { Answered } from "./Answered.tsx";
import room from "./AgreementRoom.module.css";
import classes from "./ReportTab.module.css";

/** A paragraph for a paper, and everything as files: tables, figures, and one page to read or print. */
export function ReportTab({ projectId }: { projectId: string }) {
  const query = useQuery(trpc.agreement.words.queryOptions({ projectId }));
  const [isOpen, setOpen] = useState(false);
  const [loaded, setLoaded] = useState(false);
  const frame = useRef<HTMLIFrameElement>(null);
  return (
    <Answered query={query} waiting="Comparing all readings …">
      {({ methods, notes }) => (
        <div className={room.page}>
          <section className={room.card} aria-label="Files">
            <h2>Files</h2>
            <Text c="dimmed" mb="sm" maw={760}>
              Tables of all values (features, ICC, scores, kappa, drawings, differences) as CSV, figures as SVG, and the report with
              reporting guidelines, in one ZIP archive. Cases stand in it by their codes, readers by their numbers.
            </Text>
            <Group>
              <Anchor href={addresses.agreementFiles(projectId)} download underline="never">
                <Button component="span" leftSection={<IconDownload size={14} />}>
                  Save all files
                </Button>
              </Anchor>
              <Button
                variant="default"
                leftSection={<IconFileText size={14} />}
                onClick={() => {
                  setLoaded(false);
                  setOpen(true);
                }}
              >
                Open the report
              </Button>
            </Group>
          </section>
          <section className={room.card} aria-label="For the methods section">
            <h2>For the methods section</h2>
            <p className={classes.methods}>{methods}</p>
            <CopyButton value={methods}>
              {({ copied, copy }) => (
                <Button variant="default" leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />} onClick={copy}>
                  {copied ? "Copied" : "Copy the paragraph"}
                </Button>
              )}
            </CopyButton>
          </section>
          {notes.length > 0 && (
            <section className={room.card} aria-label="To be careful of">
              <h2>To be careful of</h2>
              <ul className={classes.notes}>
                {notes.map((note) => (
                  <li key={note}>{note}</li>
                ))}
              </ul>
            </section>
          )}
          <Modal
            opened={isOpen}
            onClose={() => setOpen(false)}
            fullScreen
            title="Report"
            closeButtonProps={{ "aria-label": "Close the report" }}
            classNames={{ content: classes.content, body: classes.body }}
          >
            <Group className={classes.bar}>
              <Button leftSection={<IconPrinter size={14} />} disabled={!loaded} onClick={() => frame.current?.contentWindow?.print()}>
                Print or save as PDF
              </Button>
            </Group>
            <iframe
              ref={frame}
              className={classes.frame}
              title="Report of agreement"
              src={addresses.agreementReport(projectId)}
              data-loaded={loaded}
              onLoad={() => setLoaded(true)}
              sandbox="allow-same-origin allow-modals"
            />
          </Modal>
        </div>
      )}
    </Answered>
  );
}

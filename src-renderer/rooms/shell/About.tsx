import { Button, Group, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { researchUseNotice } from "#shared/domain/researchUse.ts";
import { addresses } from "../../client/addresses.ts";
import { fetchBytes } from "../../client/fetchBytes.ts";
import { plainWords } from "../../client/plainWords.ts";
import classes from "./HelpSheet.module.css";

/** What the program is, and the licences of what it is built with. */
export function About() {
  const [notices, setNotices] = useState<string | null>(null);
  const toggle = async () => {
    if (notices !== null) {
      setNotices(null);
      return;
    }
    try {
      const { bytes } = await fetchBytes(addresses.notices);
      setNotices(new TextDecoder().decode(bytes));
    } catch (error) {
      setNotices(plainWords(error));
    }
  };
  return (
    <section className={classes.room} aria-label="About">
      <h2>About</h2>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <Text size="sm">Fascicle, under the MIT licence. {researchUseNotice}</Text>
        <Button size="compact-sm" variant="default" aria-expanded={notices !== null} onClick={() => void toggle()}>
          {notices === null ? "Licences of others’ software" : "Hide the licences"}
        </Button>
      </Group>
      {notices !== null && (
        <Textarea
          readOnly
          autosize
          minRows={8}
          maxRows={18}
          mt="sm"
          value={notices}
          aria-label="Licences of others’ software"
          classNames={{ input: classes.notices }}
        />
      )}
    </section>
  );
}

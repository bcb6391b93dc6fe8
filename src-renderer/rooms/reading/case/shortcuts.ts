import { formShortcuts } from "../../../forms/formShortcuts.ts";
import { shortcutGroups } from "../../../ui/command.ts";
import { contributeShortcuts } from "../../../ui/shortcuts.ts";
import { caseCommands } from "../commands/case.ts";
import "../shortcuts.ts";

contributeShortcuts("Reader study", [...shortcutGroups(caseCommands), formShortcuts]);

import { Menu, type MenuItemConstructorOptions } from "electron";

/** The system's usual menu and no more: everything of ours is in the window, where it can be reached in a browser too. */
export function setMenu(isPackaged: boolean): void {
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === "darwin" ? [{ role: "appMenu" } as const] : []),
    { label: "File", submenu: [process.platform === "darwin" ? { role: "close" } : { role: "quit" }] },
    {
      // On macOS the keys of text fields (Cmd+C, Cmd+V) come from this menu alone.
      label: "Edit",
      submenu: [
        // Of text: strokes are undone in the window, which is given the keys first.
        { role: "undo", label: "Undo Typing" },
        { role: "redo", label: "Redo Typing" },
        { type: "separator" },
        { role: "cut" },
        { role: "copy" },
        { role: "paste" },
        { role: "selectAll" },
      ],
    },
    {
      label: "View",
      // No zoom by Ctrl+plus: it would change the size of pixels on the screen.
      submenu: [{ role: "togglefullscreen" }, ...(isPackaged ? [] : [{ role: "toggleDevTools" } as const])],
    },
    { role: "windowMenu" },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

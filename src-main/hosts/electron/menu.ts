import { Menu, type MenuItemConstructorOptions } from "electron";

/** The system's usual menu and no more: everything of ours is in the window, where it can be reached in a browser too. */
export function setMenu(isPackaged: boolean): void {
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === "darwin" ? [{ role: "appMenu" } as const] : []),
    { label: "File", submenu: [process.platform === "darwin" ? { role: "close" } : { role: "quit" }] },
    {
      label: "View",
      // No zoom by Ctrl+plus: it would change the size of pixels on the screen.
      submenu: [{ role: "togglefullscreen" }, ...(isPackaged ? [] : [{ role: "toggleDevTools" } as const])],
    },
    { role: "windowMenu" },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

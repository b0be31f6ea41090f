/** The editors whose settings we know how to write. */
export const editorNames = ["vscode", "zed"] as const;

export type EditorName = (typeof editorNames)[number];

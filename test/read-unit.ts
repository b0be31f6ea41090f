/** One setting of a systemd unit; a key may come several times. */
export interface UnitSetting {
  readonly section: string;
  readonly key: string;
  readonly value: string;
}

/** Returns the settings of a systemd unit in order. Throws on a line that is neither. */
export function readUnit(text: string): readonly UnitSetting[] {
  let section = "";
  return text.split("\n").flatMap((line) => {
    if (line.trim() === "" || /^[#;]/.test(line)) return [];
    const header = /^\[([^\]]+)\]$/.exec(line)?.[1];
    if (header !== undefined) {
      section = header;
      return [];
    }
    const [, key, value] = /^([A-Za-z]+)=(.*)$/.exec(line) ?? [];
    if (key === undefined || value === undefined) throw new Error(`not a unit line: ${line}`);
    return [{ section, key, value }];
  });
}

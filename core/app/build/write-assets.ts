import { assetNames, findAsset } from "#core/console/assets.ts";

/**
 * The module that takes the place of the console's `assets.ts` in what is built: the same exports,
 * with the files in it, since none lies beside a built program.
 */
export async function writeAssets(): Promise<string> {
  const files = await Promise.all(
    assetNames.map(async (name) => {
      const asset = await findAsset(name);
      const content = Buffer.from(asset?.bytes ?? []).toString("base64");
      return [name, { type: asset?.type ?? "", content }] as const;
    }),
  );
  return `const files = new Map(${JSON.stringify(files)});
export const assetNames = [...files.keys()];
export function findAsset(name) {
  const file = files.get(name);
  if (file === undefined) return undefined;
  const bytes = new Uint8Array(Buffer.from(file.content, "base64"));
  return Promise.resolve({ type: file.type, bytes });
}
`;
}

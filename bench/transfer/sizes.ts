const UNITS: Readonly<Record<string, number>> = { KB: 1e3, MB: 1e6, GB: 1e9, MiB: 2 ** 20, GiB: 2 ** 30 };

export const MIB = 2 ** 20;

/** `20GB`, `512MiB`. @throws Error when it is not a size. */
export function bytesOf(text: string): number {
  const [, number, unit = ''] = /^([\d.]+)\s*([KMG]i?B)$/.exec(text) ?? [];
  const factor = UNITS[unit];
  if (number === undefined || factor === undefined) throw new Error(`“${text}” is no size: write 20GB or 512MiB.`);
  return Math.round(Number(number) * factor);
}

/** Up to the next size of which every lane gets as many parts as the others: the tail is not what is measured. */
export function fullRounds(size: number, partSize: number, lanes: number): number {
  return Math.ceil(size / (partSize * lanes)) * partSize * lanes;
}

export function inWords(size: number): string {
  return size >= 1e9 ? `${(size / 1e9).toFixed(1)} GB` : `${(size / 1e6).toFixed(0)} MB`;
}

declare module '*/rollup.config.mjs' {
  import type { RollupOptions } from 'rollup';
  const options: RollupOptions[];
  export default options;
}

// The layer table of the house: one rule per row. A module of `from` may import only what `to` lists.
const layer = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { pathNot: allowed },
});
const npm = '(^node:|node_modules|^[a-z_]+$|^[a-z]+/[a-z]+$)';

export default {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    layer('domain', '^server/domain/', '^server/domain/'),
    layer('contract', '^server/contract/', '^server/(domain|contract)/|node_modules/zod'),
    layer('ports', '^server/ports/', '^server/(domain|ports)/|^(node:)?stream$'),
    layer('use-cases', '^server/use-cases/', '^server/(domain|ports|use-cases)/'),
    layer('adapters', '^server/adapters/', `^server/(domain|ports|adapters)/|${npm}`),
    layer('storage', '^server/storage/', `^server/(domain|ports|storage)/|${npm}`),
    layer('jobs', '^server/jobs/', `^server/(domain|ports|use-cases|jobs)/|${npm}`),
    layer(
      'routes',
      '^server/routes/',
      '^server/(domain|contract|ports|use-cases|jobs|routes)/|^i18n/|node_modules/(@types/)?(express|zod)|^(node:)?(crypto|stream)$',
    ),
    {
      name: 'server-imports-no-sandbox',
      severity: 'error',
      from: { path: '^(server|elements)/' },
      to: { path: '^(sandbox|bench|test)/' },
    },
    {
      name: 'elements-features-stay-apart',
      severity: 'error',
      from: { path: '^elements/([^/]+)/' },
      to: { path: '^elements/([^/]+)/', pathNot: '^elements/($1|shared)/' },
    },
    {
      name: 'elements-import-no-server',
      severity: 'error',
      from: { path: '^elements/' },
      to: { path: '^server/', pathNot: '^server/contract/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.mjs', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};

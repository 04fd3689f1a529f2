import { BUILTIN_SCHEMAS } from './builtin-schemas.ts';
import { BUILTIN_FACETS, BUILTIN_TYPES } from './builtin-types.ts';
import type { DocumentType, Facet, Field, Schema, TypeContribution } from './model.ts';

/** The types, facets and schemas of the server: those Nuxeo ships and those of the installed packages. */
export class TypeRegistry {
  readonly schemas = new Map<string, Schema>();
  readonly facets = new Map<string, Facet>();
  readonly types = new Map<string, DocumentType>();

  constructor(packages: TypeContribution[]) {
    for (const s of [...BUILTIN_SCHEMAS, ...packages.flatMap((p) => p.schemas)]) this.schemas.set(s.name, s);
    for (const f of [...BUILTIN_FACETS, ...packages.flatMap((p) => p.facets)]) this.facets.set(f.name, f);
    for (const t of BUILTIN_TYPES) this.types.set(t.name, t);
  }

  facetsOf(typeName: string, instanceFacets: readonly string[]): string[] {
    return [...new Set([...(this.types.get(typeName)?.facets ?? []), ...instanceFacets])];
  }

  schemasOf(typeName: string, instanceFacets: readonly string[]): Schema[] {
    const fromFacets = this.facetsOf(typeName, instanceFacets).flatMap((name) => this.facets.get(name)?.schemas ?? []);
    const names = new Set([...(this.types.get(typeName)?.schemas ?? []), ...fromFacets]);
    return [...names].flatMap((name) => this.schemas.get(name) ?? []);
  }

  /** The field behind a property name such as `dc:title`, if one of the schemas has it. */
  fieldOf(schemas: readonly Schema[], property: string): Field | undefined {
    const [prefix, name] = splitProperty(property);
    return schemas.find((schema) => schema.prefix === prefix || schema.name === prefix)?.fields[name];
  }

  /** The type and those it inherits from. */
  hierarchy(typeName: string): string[] {
    const type = this.types.get(typeName);
    return type ? [typeName, ...(type.parent ? this.hierarchy(type.parent) : [])] : [];
  }

  isFolderish(typeName: string): boolean {
    return this.types.get(typeName)?.facets.includes('Folderish') ?? false;
  }
}

export function splitProperty(property: string): [string, string] {
  const at = property.indexOf(':');
  return [property.slice(0, at), property.slice(at + 1)];
}

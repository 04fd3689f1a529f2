export type ScalarType = 'string' | 'long' | 'double' | 'boolean' | 'date';

export type Field =
  | { kind: 'scalar'; type: ScalarType }
  | { kind: 'blob' }
  | { kind: 'list'; item: Field }
  | { kind: 'complex'; fields: Fields };

export type Fields = Record<string, Field>;

export interface Schema {
  name: string;
  /** What stands before the colon; the name when none is declared. */
  prefix: string;
  fields: Fields;
}

export interface Facet {
  name: string;
  schemas: string[];
}

export interface DocumentType {
  name: string;
  parent: string | null;
  schemas: string[];
  facets: string[];
  /** Types that may be created inside. */
  subtypes: string[];
}

export interface TypeContribution {
  schemas: Schema[];
  facets: Facet[];
}

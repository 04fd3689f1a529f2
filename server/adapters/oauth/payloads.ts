import { z } from 'zod';

/** `expires_in` may come as a number or as text; `scope` separated by commas or spaces. */
export const tokenPayload = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional().catch(undefined),
  expires_in: z.coerce.number().positive().optional().catch(undefined),
  scope: z.string().optional().catch(undefined),
  id_token: z.string().optional().catch(undefined),
  sub: z.string().optional().catch(undefined),
});
export type TokenPayload = z.infer<typeof tokenPayload>;

export const refusalPayload = z.object({
  error: z.string().max(100),
  error_description: z.string().optional().catch(undefined),
});

const claimsPayload = z.object({
  sub: z.string().optional().catch(undefined),
  user_id: z.string().optional().catch(undefined),
});

/**
 * The person as Adobe names them. Claims are read without their signature: they
 * came from the token endpoint itself.
 */
export function adobeUserIdOf(payload: TokenPayload): string | undefined {
  return payload.sub ?? claimsOf(payload.id_token)?.sub ?? claimsOf(payload.access_token)?.user_id;
}

function claimsOf(token: string | undefined): z.infer<typeof claimsPayload> | undefined {
  const [, claims] = token?.split('.') ?? [];
  if (!claims) return undefined;
  try {
    return claimsPayload.parse(JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')));
  } catch {
    return undefined;
  }
}

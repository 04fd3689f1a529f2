import { Router } from 'express';
import type { World } from '../world.ts';

export function homeRoutes(_world: World): Router {
  return Router();
}

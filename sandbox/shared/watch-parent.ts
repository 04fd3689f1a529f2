// Preloaded with `--import` into scripts that know nothing of the sandbox.
import { endWithParent } from './end-with-parent.ts';

endWithParent();

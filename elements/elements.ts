import './admin/register.ts';
import './bind/register.ts';
import './publish/register.ts';
import './push/register.ts';
import './review/register.ts';
import './status/register.ts';
import './sync/register.ts';
import './account/register.ts';

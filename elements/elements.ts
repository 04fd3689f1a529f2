import './bind/register.ts';
import './review/register.ts';

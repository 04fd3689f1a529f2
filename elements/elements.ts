import './bind/register.ts';

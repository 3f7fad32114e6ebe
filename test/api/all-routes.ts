import { loadSurfaces } from "../../src/app.ts";

const surfaces = await loadSurfaces();

/** What every surface answers: method and path, as they are registered, with the prefix of the surface. */
export const allRoutes: { method: string; path: string }[] = [
	{ method: "GET", path: "/openapi.json" },
	...surfaces.flatMap(({ prefix, surface }) =>
		surface.routes.map(({ method, path }) => ({
			method,
			path: path === "/" ? prefix : prefix.replace(/\/$/, "") + path,
		})),
	),
];

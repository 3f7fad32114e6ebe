import { close, createSurface } from "../http.ts";
import { registerApiKeyRoutes } from "./api-keys.ts";
import { registerChatRoutes } from "./chat.ts";
import { cors } from "./cors.ts";
import { dialect } from "./dialect.ts";
import { registerEventRoutes } from "./events.ts";
import { registerFigureRoutes } from "./figures.ts";
import { registerResultRoutes } from "./results.ts";
import { registerTaskRoutes } from "./tasks.ts";

/** The tasks API (Papermill), mounted at `/`; unknown paths end here. */
export function createTasksSurface() {
	const surface = createSurface(dialect);
	surface.use("*", cors);
	registerTaskRoutes(surface);
	registerResultRoutes(surface);
	registerFigureRoutes(surface);
	registerEventRoutes(surface);
	registerChatRoutes(surface);
	registerApiKeyRoutes(surface);
	return close(surface, dialect);
}

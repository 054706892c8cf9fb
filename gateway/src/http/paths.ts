export const EVENTS_PATH = "/api/v1/events";
export const CAMERAS_PATH = "/api/v1/cameras";

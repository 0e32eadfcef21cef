-- Sends each signed URL of the file $URLS once (the config for curl that sign.py writes).

local paths = {}
local threads = {}

function setup(thread)
    table.insert(threads, thread)
end

function init()
    for line in io.lines(os.getenv("URLS")) do
        paths[#paths + 1] = line:match('"%a+://[^/]+(/[^"]*)"')
    end
    refused, sent, unsent = 0, 0, #paths
end

function request()
    if sent == #paths then
        wrk.thread:stop()
    else
        sent = sent + 1
        unsent = #paths - sent
    end
    return wrk.format("GET", paths[sent])
end

function response(status)
    if status ~= 200 then
        refused = refused + 1
    end
end

function done()
    -- There is one thread.
    print("refused: " .. threads[1]:get("refused"))
    print("unsent: " .. threads[1]:get("unsent"))
end

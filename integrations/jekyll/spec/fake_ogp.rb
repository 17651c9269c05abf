# frozen_string_literal: true

# Answers as `ogp render - -C … -o FOLDER` does, and notes the rows it was given. A title of "!" fails.
require "fileutils"
require "json"

log, *_, folder = ARGV
rows = $stdin.read.force_encoding("UTF-8").each_line.map { |line| JSON.parse(line) }
File.write(log, JSON.generate(rows))
posts = rows.map do |row|
  next { "id" => row["id"], "status" => "error", "code" => "E_TITLE", "message" => "no" } if row["title"] == "!"

  FileUtils.mkdir_p(File.join(folder, File.dirname(row["output"])))
  File.write(File.join(folder, row["output"]), row["title"])
  { "id" => row["id"], "status" => "written", "output" => row["output"], "width" => 1200, "height" => 630,
    "alt" => row["title"] }
end
puts JSON.generate("version" => 1, "summary" => {}, "posts" => posts)

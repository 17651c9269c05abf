# frozen_string_literal: true

RSpec.describe Jekyll::OgpCards do
  def row(front_matter, config = {}, name = "2026-02-19-ki")
    post(name, front_matter)
    read(config).last.first
  end

  describe "what ogp is told of a post" do
    it "is what Jekyll has read: the first category, the day in the site's zone, the author's name" do
      write("_data/authors.yml", "hana: {name: 山田花}")
      told = row("title: 木\ncategories: [読みもの, 二]\ndate: 2026-02-19 20:00:00\nauthor: hana",
                 "timezone" => "Asia/Tokyo", "title" => "庭", "url" => "https://niwa.example.jp")
      expect(told).to include("title" => "木", "category" => "読みもの", "date" => "2026-02-20", "author" => "山田花",
                              "site" => "庭", "url" => "niwa.example.jp")
    end

    it "is the title as a text, whatever YAML made of it" do
      expect(row("title: 1984")["title"]).to eq "1984"
      expect(row("title: true")["title"]).to eq "true"
    end

    it "has no date where a document has none" do
      write("_guides/start.md", "---\ntitle: 手引き\n---\n")
      expect(read("collections" => { "guides" => { "output" => true } }).last.first).not_to include("date")
    end

    it "has every other text for templates, and the look that the post asks for under ogp" do
      told = row("title: 木\nsubtitle: 庭にて\noutput: evil.png\ntemplate: theme\nogp: {palette: plum}")
      expect(told).to include("subtitle" => "庭にて", "palette" => "plum", "output" => "assets/ogp/posts/2026-02-19-ki.png")
      expect(told).not_to include("template")
    end
  end

  describe "where a card goes" do
    {
      "/assets/a.png" => "assets/a.png", "assets/a.png" => "assets/a.png", "/blog/assets/a.png" => "assets/a.png",
      "/blogger.png" => "blogger.png", "/assets/%E6%9C%A8.png" => "assets/木.png"
    }.each do |image, output|
      it "is #{output} for the image #{image}" do
        expect(row("title: 木\nimage: #{image}", "baseurl" => "/blog")["output"]).to eq output
      end
    end

    it "is a path that every file system and URL takes, for a post that names no image" do
      expect(row("title: 木", {}, "2026-02-19-木 #1 50%?")["output"]).to eq "assets/ogp/posts/2026-02-19-木-1-50-.png"
      long = row("title: 木", {}, "2026-02-19-#{"あ" * 70}")["output"]
      expect(File.basename(long).bytesize).to be < 200
    end

    it "is nowhere for drafts that are not shown, for what is not written, and where ogp: false says so" do
      post("2026-02-19-a", "title: 木\nogp: false")
      write("_notes/a.md", "---\ntitle: メモ\n---\n")
      write("_drafts/a.md", "---\ntitle: 下書き\n---\n")
      expect(read("collections" => { "notes" => { "output" => false } }).last).to be_empty
    end
  end

  it "adds each card to the static files and its path to the page, as a string" do
    post("2026-02-19-ki", "title: 木")
    site, = read
    expect(site.posts.docs.first.data["image"]).to eq "/assets/ogp/posts/2026-02-19-ki.png"
    card = site.static_files.find { |file| file.relative_path == "/assets/ogp/posts/2026-02-19-ki.png" }
    expect(card.path).to start_with site.cache_dir
    expect(card.destination(site.dest)).to eq "#{site.dest}/assets/ogp/posts/2026-02-19-ki.png"
  end

  it "fills up an image that is a hash, and keeps what it says" do
    post("2026-02-19-ki", "title: 木\nimage: {path: /a.png, alt: 私の}")
    expect(read.first.posts.docs.first.data["image"])
      .to eq("path" => "/a.png", "width" => 1200, "height" => 630, "alt" => "私の")
  end

  it "gives the text for a card as HTML, since jekyll-seo-tag prints it as it stands" do
    post("2026-02-19-ki", %(title: '"><script>木</script> & ''b'''\nimage: {path: /a.png}))
    alt = read.first.posts.docs.first.data["image"]["alt"]
    expect(alt).to eq "&quot;&gt;&lt;script&gt;木&lt;/script&gt; &amp; &#39;b&#39;"
  end

  it "logs no command to a CI runner" do
    build = Jekyll::OgpCards::Build.new(read.first)
    expect(build.send(:harmless, "a ##[set-output x]\n::error::x ##vso[y]"))
      .to eq "a ##\\[set-output x]\n\\::error::x ##\\vso[y]"
  end

  it "copies a card again that was rendered twice within a second" do
    post("2026-02-19-ki", "title: 木")
    3.times do |round|
      post("2026-02-19-ki", "title: 木#{round}")
      site, = read
      card = site.static_files.last
      card.write(site.dest)
      expect(File.read(card.destination(site.dest))).to eq "木#{round}"
    end
  end

  it "keeps the image of a page whose card failed, and the build too unless strict" do
    post("2026-02-19-ki", "title: '!'")
    expect(read("ogp" => { "strict" => false }).first.posts.docs.first.data["image"]).to be_nil
    expect { read("ogp" => { "strict" => true }) }.to raise_error(Jekyll::Errors::FatalException, /could not be made/)
  end

  it "does nothing when it is turned off" do
    post("2026-02-19-ki", "title: 木")
    expect(read("ogp" => { "enabled" => false }).last).to be_empty
  end
end
